using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Ports;

/// <summary>An adapter could not do its part.</summary>
/// <param name="problem">What happened, as a sentence without its full stop and without secrets.</param>
/// <param name="subject">Which thing it happened to, for example "database orders on db1:5432".</param>
/// <param name="remedy">What the reader can do: where possible the exact command.</param>
/// <param name="isTransient">Whether trying again may help.</param>
/// <param name="inner">What caused it.</param>
public sealed class AdapterException(string problem, string subject, string remedy, bool isTransient, Exception? inner = null)
    : OrchestratorException($"{subject}: {problem}. {remedy}", isTransient, inner)
{
    /// <summary>What happened.</summary>
    public string Problem { get; } = problem;

    /// <summary>Which thing it happened to.</summary>
    public string Subject { get; } = subject;

    /// <inheritdoc/>
    public override string Remedy { get; } = remedy;
}

using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>The caller may not do that. HTTP 403.</summary>
/// <param name="caller">The name of the caller.</param>
/// <param name="problem">What they may not do and why.</param>
public sealed class NotAllowedException(string caller, string problem) : OrchestratorException($"{caller} may not do that: {problem}", isTransient: false)
{
    /// <summary>The name of the caller.</summary>
    public string Caller { get; } = caller;

    /// <summary>What they may not do and why.</summary>
    public string Problem { get; } = problem;
}

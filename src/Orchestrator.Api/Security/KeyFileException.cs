using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Security;

/// <summary>The key file cannot be used, or cannot be changed as asked.</summary>
/// <param name="path">The key file.</param>
/// <param name="problem">What is wrong, as a sentence without its full stop.</param>
/// <param name="remedy">What the reader can do.</param>
/// <param name="inner">What caused it.</param>
public sealed class KeyFileException(string path, string problem, string remedy, Exception? inner = null)
    : OrchestratorException($"{path}: {problem}. {remedy}", isTransient: false, inner)
{
    /// <summary>The key file.</summary>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public override string Remedy { get; } = remedy;
}

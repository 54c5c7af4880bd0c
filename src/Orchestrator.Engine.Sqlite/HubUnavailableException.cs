using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite;

/// <summary>The hub file cannot be used by this process.</summary>
/// <param name="hubPath">The hub file.</param>
/// <param name="problem">What is wrong with it, as the end of a sentence.</param>
/// <param name="remedy">What the reader can do about it.</param>
/// <param name="inner">What the operating system or SQLite said.</param>
public sealed class HubUnavailableException(string hubPath, string problem, string remedy, Exception? inner = null)
    : OrchestratorException($"The hub file '{hubPath}' {problem}.", isTransient: false, inner)
{
    /// <summary>The hub file.</summary>
    public string HubPath { get; } = hubPath;

    /// <inheritdoc/>
    public override string Remedy { get; } = remedy;
}

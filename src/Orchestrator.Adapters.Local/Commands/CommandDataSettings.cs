namespace Orchestrator.Adapters.Local.Commands;

/// <summary>
/// Data that the operator's own commands move. Each gets the endpoints in <c>ORCHESTRATOR_SOURCE</c> and
/// <c>ORCHESTRATOR_TARGET</c>, and, where there is one, the backup's folder in <c>ORCHESTRATOR_FOLDER</c>.
/// </summary>
internal sealed record CommandDataSettings
{
    /// <summary>Writes a complete backup of the source into the folder, which is empty.</summary>
    public required CommandCall BackUp { get; init; }

    /// <summary>Restores the folder's backup into the target; what an earlier run left half-restored is replaced.</summary>
    public required CommandCall Restore { get; init; }

    /// <summary>Compares the target with the folder's backup, or without a folder with the source, and prints <c>{ "items": [ { "name", "referenceCount", "targetCount", "referenceChecksum", "targetChecksum", "firstDifferences" } ] }</c>.</summary>
    public required CommandCall Compare { get; init; }

    /// <summary>Removes from the target what this migration put there, and nothing else; does nothing when there is nothing.</summary>
    public required CommandCall Remove { get; init; }

    /// <summary>Makes an empty target; fails when it holds something of others.</summary>
    /// <value>None by default.</value>
    public CommandCall? Prepare { get; init; }

    /// <summary>Looks whether the move can work and prints <c>{ "findings": [ { "subject", "problem", "remedy", "isBlocking" } ] }</c>.</summary>
    /// <value>None by default.</value>
    public CommandCall? Readiness { get; init; }

    /// <summary>Measures the side in <c>ORCHESTRATOR_SIDE</c> and prints <c>{ "sizeBytes", "objectCount" }</c>.</summary>
    /// <value>None by default: the size is not known and told as 0.</value>
    public CommandCall? Measure { get; init; }

    /// <summary>All commands that are given.</summary>
    internal IEnumerable<CommandCall> All() => new[] { BackUp, Restore, Compare, Remove, Prepare, Readiness, Measure }.OfType<CommandCall>();
}

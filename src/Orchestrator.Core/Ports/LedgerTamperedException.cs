using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Ports;

/// <summary>An entry of an audit trail was changed or removed after it was written.</summary>
/// <param name="migrationId">The migration.</param>
/// <param name="entryId">The first entry whose hash does not fit.</param>
public sealed class LedgerTamperedException(string migrationId, string entryId)
    : OrchestratorException($"The audit trail of '{migrationId}' was changed after it was written: the hash of entry '{entryId}' does not fit.", isTransient: false)
{
    /// <summary>The migration.</summary>
    public string MigrationId { get; } = migrationId;

    /// <summary>The first entry whose hash does not fit.</summary>
    public string EntryId { get; } = entryId;

    /// <inheritdoc/>
    public override string Remedy => "Restore the ledger from a backup and find out who can write to its file.";
}

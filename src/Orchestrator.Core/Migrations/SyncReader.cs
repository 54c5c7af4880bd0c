using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// Reads how a follower keeps up from the evidence of its sync. What changes every second is not published by the
/// orchestration: its history would grow with it.
/// </summary>
internal static class SyncReader
{
    /// <summary>Reads the last look at the sync of a migration.</summary>
    /// <returns>The report, or <see langword="null"/> when nobody has looked yet.</returns>
    public static async Task<SyncReport?> ReadAsync(IMigrationLedger ledger, string id, CancellationToken cancellation) =>
        DurableJson.Read<SyncEvidence>(await ledger.ReadDocumentAsync(id, MigrationDocuments.Evidence(Steps.MaintainSync.Name), cancellation))?.Report;

    private sealed record SyncEvidence(SyncReport Report);
}

using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <content>The evidence pack.</content>
public sealed partial class MigrationService
{
    /// <summary>Collects the evidence pack of a migration, running or ended.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The report.</returns>
    /// <exception cref="MigrationNotFoundException">There is no such migration.</exception>
    public async Task<MigrationReport> GetReportAsync(string id, CancellationToken cancellation = default)
    {
        var status = await GetAsync(id, cancellation);
        var audit = await ledger.ReadAsync(id, cancellation);
        var input = (await client.FindAsync(id, cancellation))?.ReadInput<MigrationInput>();
        var decisions = audit.Where(entry => entry.Kind == MigrationRequest.EntryKind).Select(entry => DurableJson.Read<MigrationRequest>(entry.DataJson)!);
        return new(
            status,
            input?.Plan,
            [.. decisions.Where(request => request.Gate is not null)],
            await ReadEvidenceAsync(id, status, cancellation),
            audit);
    }

    private async Task<IReadOnlyDictionary<string, JsonElement>> ReadEvidenceAsync(string id, MigrationStatus status, CancellationToken cancellation)
    {
        var evidence = new Dictionary<string, JsonElement>();
        foreach (var step in status.Steps.Select(step => step.Name).Append("fallback"))
        {
            if (await ledger.ReadDocumentAsync(id, MigrationDocuments.Evidence(step), cancellation) is { } json)
                evidence[step] = DurableJson.Read<JsonElement>(json);
        }

        return evidence;
    }
}

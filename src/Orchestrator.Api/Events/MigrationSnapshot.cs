using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Events;

/// <summary>What the viewers of a migration are sent of one reading; made once for all of them.</summary>
/// <param name="Sequence">Counts the readings that differ, from 1.</param>
/// <param name="EventId">Changes with the status, and not when only progress was made: <c>12-running</c>.</param>
/// <param name="StatusJson">The whole status.</param>
/// <param name="ProgressJson">What changes all the time.</param>
/// <param name="IsFinal">Whether nothing follows.</param>
internal sealed record MigrationSnapshot(long Sequence, string EventId, string StatusJson, string ProgressJson, bool IsFinal)
{
    public static MigrationSnapshot From(MigrationStatus status, long sequence) => new(
        sequence,
        // The engine alone knows of a pause or a termination, so the state changes without a new revision.
        $"{status.Revision}-{JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString())}",
        DurableJson.Write(status)!,
        DurableJson.Write(ProgressOf(status))!,
        status.FinishedAt is not null || status.State is MigrationState.Completed or MigrationState.RolledBack or MigrationState.Failed);

    public bool Shows(MigrationSnapshot other) => EventId == other.EventId && ProgressJson == other.ProgressJson;

    private static object ProgressOf(MigrationStatus status) => new
    {
        status.Revision,
        status.WritesFrozenFor,
        status.LagBytes,
        status.Sync,
        Steps = status.Steps.Where(step => step.Progress is not null).Select(step => new { step.Name, step.Progress }),
    };
}

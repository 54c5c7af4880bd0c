using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Activities;

/// <summary>Reads from the ledger what people asked of a migration.</summary>
/// <param name="services">What every step needs.</param>
public sealed class ReadRequests(StepServices services)
{
    /// <summary>Registers the activity. Its input says how many requests have been read already.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) =>
        registry.AddActivity<int, IReadOnlyList<MigrationRequest>>(nameof(ReadRequests), async (run, skip, cancellation) =>
        [
            .. (await services.Ledger.ReadAsync(run.InstanceId, cancellation))
                .Where(entry => entry.Kind == MigrationRequest.EntryKind)
                .Skip(skip)
                .Select(entry => DurableJson.Read<MigrationRequest>(entry.DataJson)!),
        ]);
}

using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Dashboard;

/// <summary>Makes rows of migrations, and remembers how fast their steps have been going.</summary>
internal sealed class OverviewItems(TimeProvider time)
{
    private readonly Dictionary<string, StepRate> _rates = new(StringComparer.Ordinal);

    public OverviewItem Create(WatchedMigration migration)
    {
        var row = OverviewRow.From(migration, Forecast.Of(migration, RestOf(migration.Status.Id, OverviewStep.Of(migration.Status))));
        return new(row.Id, row.StartedAt, JsonSerializer.SerializeToUtf8Bytes(row, DurableJson.Options));
    }

    public void Forget(string id) => _rates.Remove(id);

    private TimeSpan? RestOf(string id, OverviewStep? step)
    {
        if (step is not { Name: var name, Progress: { } progress })
        {
            _rates.Remove(id);
            return null;
        }

        if (!_rates.TryGetValue(id, out var rate) || rate.Step != name)
            _rates[id] = rate = new(name, progress, time.GetUtcNow());
        return rate.Take(progress, time.GetUtcNow());
    }
}

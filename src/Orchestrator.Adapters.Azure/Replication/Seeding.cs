using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The first copy of everything, which takes hours.</summary>
/// <param name="run">The machine.</param>
internal sealed class Seeding(ReplicationRun run)
{
    private const int Whole = 100;

    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(2);

    /// <summary>Looks once.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was copied, when it is.</returns>
    /// <exception cref="OperationPendingException">It is under way.</exception>
    public async Task<DataSize> LookAsync(CancellationToken cancellation)
    {
        var item = await run.GetAsync(cancellation);
        if (item.State == ReplicationState.Following)
            return new(item.DiskBytes, item.DiskCount);
        if (item.State is not (ReplicationState.Seeding or ReplicationState.Enabling or ReplicationState.Other))
            throw ReplicationErrors.NotAsNeeded(run.Job, item, "it has to be copying everything once");
        run.Scope.Progress.Report(ProgressOf(item));
        var percent = item.SeedPercent is { } done ? string.Create(CultureInfo.InvariantCulture, $", {done:0} % done") : "";
        throw new OperationPendingException($"{run.Job.Machine}: everything is copied once{percent}; {item.InWords}", Wait);
    }

    private static StepProgress ProgressOf(ReplicatedItem item) => item.DiskBytes > 0
        ? new((long)(item.DiskBytes * (item.SeedPercent ?? 0) / Whole), item.DiskBytes, "bytes")
        : new((long)(item.SeedPercent ?? 0), Whole, "percent");
}

using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <content>What moves without the engine knowing of it: the progress of steps, and how syncs keep up.</content>
public sealed partial class MigrationWatch
{
    // Reading a sync is a question to the ledger, and may be one to a store far away.
    private const int SyncReadsAtOnce = 8;
    private static readonly TimeSpan SyncReadEvery = TimeSpan.FromSeconds(2);

    /// <summary>Reads how far running steps are, and, for some migrations in turn, how their sync keeps up.</summary>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The migrations in which something has moved.</returns>
    public async Task<IReadOnlyList<WatchedMigration>> ReadMovementAsync(CancellationToken cancellation = default)
    {
        var moved = new HashSet<Known>(ReferenceEqualityComparer.Instance);
        foreach (var known in _known.Values.Where(known => known.Migration is not null && HasProgressed(known)))
            moved.Add(known);
        foreach (var known in SyncsToRead())
        {
            if (await HasFollowedAsync(known, cancellation))
                moved.Add(known);
        }

        return [.. moved.Select(known => known.Migration!)];
    }

    private bool HasProgressed(Known known)
    {
        var status = known.Migration!.Status;
        if (status.State is not (MigrationState.Running or MigrationState.RollingBack))
            return false;
        var moves = status.Steps.Where(step => step.State == StepState.Running)
            .Select(step => (step.Name, Progress: progress.Find(status.Id, step.Name) ?? step.Progress))
            .Where(move => move.Progress != status.Steps.First(step => step.Name == move.Name).Progress)
            .ToDictionary(move => move.Name, move => move.Progress);
        if (moves.Count == 0)
            return false;
        Show(known, status with { Steps = [.. status.Steps.Select(step => moves.TryGetValue(step.Name, out var now) ? step with { Progress = now } : step)] });
        return true;
    }

    private List<Known> SyncsToRead() =>
    [
        .. _known.Values.Where(known => known.Migration is { } migration && Follows(migration.Status))
            .Where(known => (time.GetUtcNow() - known.SyncReadAt).Duration() >= SyncReadEvery)
            .OrderBy(known => known.SyncReadAt).Take(SyncReadsAtOnce),
    ];

    private async Task<bool> HasFollowedAsync(Known known, CancellationToken cancellation)
    {
        known.SyncReadAt = time.GetUtcNow();
        var status = known.Migration!.Status;
        if (await SyncReader.ReadAsync(ledger, status.Id, cancellation) is not { } report || report.SeenAt <= status.Sync?.SeenAt)
            return false;
        Show(known, status with { Sync = report, LagBytes = report.LagBytes });
        return true;
    }

    private static void Show(Known known, MigrationStatus status) => known.Migration = known.Migration! with { Status = status };

    private static bool Follows(MigrationStatus status) => status.Strategy == MigrationStrategy.Online
        && status.Steps.Any(step => step.Name == Steps.MaintainSync.Name && step.State == StepState.Running);

    // The status was published when the sync was news; what was read since is younger.
    private static MigrationStatus WithLatestSync(MigrationStatus status, MigrationStatus? before) =>
        before?.Sync is { } seen && Follows(status) && !(seen.SeenAt <= status.Sync?.SeenAt) ? status with { Sync = seen, LagBytes = seen.LagBytes } : status;
}

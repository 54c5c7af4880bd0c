using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Looks whether one side can follow the other and be frozen. Changes nothing.</summary>
internal sealed class SyncReadinessCheck(Job job)
{
    /// <summary>Finds everything at once.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        var sides = new Sides(job, source, target);
        return await job.WatchAsync(job.Source, null, () => RunAsync(sides, cancellation), cancellation);
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation) =>
        [
            .. SyncServerChecks.CompareVersions(sides.Source.Major, sides.Target.Major, IsReverseWanted, sides),
            .. await SyncServerChecks.CheckLeaderAsync(sides.Source, job.Source, sides.SourceName, cancellation),
            .. await SyncServerChecks.CheckFollowerAsync(sides.Target, job.Target, sides.TargetName, cancellation),
            .. IsReverseWanted ? await CheckReverseAsync(sides, cancellation) : [],
            .. await CheckOthersAsync(sides, cancellation),
            .. await SyncContentChecks.RunAsync(sides, cancellation),
            .. await FreezeReadiness.RunAsync(sides, cancellation),
        ];

    private static async Task<IReadOnlyList<Finding>> CheckOthersAsync(Sides sides, CancellationToken cancellation) =>
        await Publication.FindObstacleAsync(sides.Source, sides.SourceName, sides.Job.Name, cancellation) is { } obstacle
            ? [new Finding(obstacle.Subject, obstacle.Problem, obstacle.Remedy, true)]
            : [];

    private bool IsReverseWanted => job.Scope.Plan.Fallback.ReverseSync;

    private async Task<IReadOnlyList<Finding>> CheckReverseAsync(Sides sides, CancellationToken cancellation) =>
        [
            .. await SyncServerChecks.CheckLeaderAsync(sides.Target, job.Maintenance, sides.TargetName, cancellation),
            .. await SyncServerChecks.CheckFollowerAsync(sides.Source, job.Source, sides.SourceName, cancellation),
        ];
}

using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Looks before any downtime whether the move can work. Changes nothing.</summary>
internal sealed class ReadinessCheck(Job job)
{
    /// <summary>Finds everything at once.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        var sides = new Sides(job, source, target);
        return await job.WatchAsync(job.Source, null, () => RunAsync(sides, cancellation), cancellation);
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation) =>
        [
            .. VersionChecks.Run(sides),
            .. await SourceChecks.RunAsync(sides, cancellation),
            .. await ExtensionChecks.RunAsync(sides, cancellation),
            .. await RoleChecks.RunAsync(sides, cancellation),
            .. await TargetChecks.RunAsync(sides, cancellation),
            .. await SpaceChecks.RunAsync(sides, cancellation),
        ];
}

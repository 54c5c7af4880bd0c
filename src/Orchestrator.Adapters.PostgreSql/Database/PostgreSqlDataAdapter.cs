using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>Moves a PostgreSQL database: offline with <c>pg_dump</c> and <c>pg_restore</c>, online with logical replication.</summary>
internal sealed partial class PostgreSqlDataAdapter(ILogger<PostgreSqlDataAdapter> logger) : IOnlineDataAdapter
{
    /// <inheritdoc/>
    public string Kind => "postgresql";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(PostgreSqlSettings), typeof(PostgreSqlSourceSettings), typeof(PostgreSqlTargetSettings));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await new Readiness.ReadinessCheck(await ReadAsync(component, scope, cancellation)).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        if (side is Side.Target && await job.TargetDatabase.FindAsync(cancellation) is null)
            return new DataSize(0, 0);
        await using var session = await (side is Side.Source ? job.Source : job.Target).OpenAsync(job.Name, cancellation);
        return new DataSize(
            await session.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellation),
            await DatabaseProperties.CountRowsAsync(session, cancellation));
    }

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        await new BackUp(await ReadAsync(component, scope, cancellation), folder).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        await job.EndLeftoversAsync(cancellation);
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        var like = await DatabaseTraits.FindAsync(source, job.Source.Database, cancellation);
        await RoleSet.MakeMissingAsync(source, target, job.Name, cancellation);
        await job.TargetDatabase.PrepareAsync(like!, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        await new Restore(await ReadAsync(component, scope, cancellation), folder).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var comparison = new Comparison(await ReadAsync(component, scope, cancellation));
        return backupFolder is null
            ? await comparison.WithSourceAsync(cancellation)
            : await comparison.WithBackupAsync(backupFolder, cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        await Tools.Leftovers.EndAsync(job.Name, [job.Maintenance], cancellation);
        await job.TargetDatabase.RemoveAsync(cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        await RoleSet.RemoveMadeAsync(target, job.Name, cancellation);
    }

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        return (side is Side.Source ? job.Source : job.Target).ConnectionString;
    }

    private Task<Job> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Job.ReadAsync(component, scope, logger, cancellation);
}

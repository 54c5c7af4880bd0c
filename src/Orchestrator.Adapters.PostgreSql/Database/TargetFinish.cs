using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>What belongs to a target database as a whole, however its contents came in.</summary>
internal sealed class TargetFinish(Job job)
{
    /// <summary>Whether everything can be given to its owner, and all rights be granted. If not, that is logged.</summary>
    public async Task<bool> MayRestoreOwnersAsync(CancellationToken cancellation)
    {
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        var may = await RoleSet.MayActAsAsync(target, await RoleSet.ListNeededAsync(source, cancellation), cancellation);
        if (!may)
            Log.OwnersLeftOut(job.Logger, job.Target.Subject, $"{job.Target.User} is not a member of every role that owns something in the source");
        return may;
    }

    /// <summary>Removes the schema that every new database has.</summary>
    public Task RemovePublicSchemaAsync(CancellationToken cancellation) => ExecuteAsync("DROP SCHEMA IF EXISTS public", cancellation);

    /// <summary>Gives the database the source's settings and rights; see <see cref="DatabaseProperties.ListStatementsAsync"/>.</summary>
    public async Task ApplyAsync(IEnumerable<string> statements, bool isWithOwners, CancellationToken cancellation)
    {
        foreach (var statement in statements.Where(statement => isWithOwners || statement.StartsWith("ALTER DATABASE", StringComparison.Ordinal)))
            await ApplyAsync(statement, cancellation);
    }

    /// <summary>Measures the target.</summary>
    public async Task<DataSize> MeasureAsync(CancellationToken cancellation)
    {
        await using var session = await job.Target.OpenAsync(job.Name, cancellation);
        return new DataSize(
            await session.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellation),
            await DatabaseProperties.CountRowsAsync(session, cancellation));
    }

    private async Task ApplyAsync(string statement, CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync(statement.Replace("{0}", SqlText.Identifier(job.Target.Database), StringComparison.Ordinal), cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InsufficientPrivilege))
        {
            Log.SettingLeftOut(job.Logger, job.Target.Subject, statement);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var session = await job.Target.OpenAsync(job.Name, cancellation);
        await session.ExecuteAsync(sql, cancellation);
    }
}

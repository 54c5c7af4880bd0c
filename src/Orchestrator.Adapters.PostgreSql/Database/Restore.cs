using System.Globalization;
using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>Restores a dump into the prepared target, always into an empty one: what a killed run left there is removed first.</summary>
internal sealed class Restore(Job job, string folder)
{
    /// <summary>Does it.</summary>
    public async Task<DataSize> RunAsync(CancellationToken cancellation)
    {
        var manifest = await BackupManifest.ReadAsync(folder, cancellation);
        await job.EndLeftoversAsync(cancellation);
        await job.TargetDatabase.ResetAsync(cancellation);
        var isWithOwners = await MayRestoreOwnersAsync(cancellation);
        if (!manifest.HasPublicSchema)
            await ExecuteAsync("DROP SCHEMA IF EXISTS public", cancellation);
        await RestoreDumpAsync(manifest, isWithOwners, cancellation);
        foreach (var statement in manifest.DatabaseStatements.Where(statement => isWithOwners || statement.StartsWith("ALTER DATABASE", StringComparison.Ordinal)))
            await ApplyAsync(statement, cancellation);
        return await FinishAsync(cancellation);
    }

    private async Task<bool> MayRestoreOwnersAsync(CancellationToken cancellation)
    {
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        var may = await RoleSet.MayActAsAsync(target, await RoleSet.ListNeededAsync(source, cancellation), cancellation);
        if (!may)
            Log.OwnersLeftOut(job.Logger, job.Target.Subject, $"{job.Target.User} is not a member of every role that owns something in the source");
        return may;
    }

    private Task RestoreDumpAsync(BackupManifest manifest, bool isWithOwners, CancellationToken cancellation)
    {
        List<string> arguments =
        [
            "--format=directory", "--verbose", "--exit-on-error", "--no-tablespaces", $"--dbname={job.Target.ToolDatabase}",
            string.Create(CultureInfo.InvariantCulture, $"--jobs={job.Settings.Parallelism}"),
        ];
        if (!isWithOwners)
            arguments.AddRange(["--no-owner", "--no-privileges"]);
        arguments.Add(BackupManifest.DumpFolder(folder));
        return job.RunAsync("pg_restore", job.Target, arguments, new ObjectProgress(manifest.Objects, job.Scope.Progress), cancellation);
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

    // Without statistics the first queries of the users would be planned blindly.
    private async Task<DataSize> FinishAsync(CancellationToken cancellation)
    {
        await using var session = await job.Target.OpenAsync(job.Name, cancellation);
        await session.ExecuteAsync("ANALYZE", cancellation);
        return new DataSize(
            await session.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellation),
            await DatabaseProperties.CountRowsAsync(session, cancellation));
    }
}

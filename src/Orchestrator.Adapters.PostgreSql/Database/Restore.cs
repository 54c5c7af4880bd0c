using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Contents;
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
        var finish = new TargetFinish(job);
        var isWithOwners = await finish.MayRestoreOwnersAsync(cancellation);
        if (!manifest.HasPublicSchema)
            await finish.RemovePublicSchemaAsync(cancellation);
        await RestoreDumpAsync(manifest, isWithOwners, cancellation);
        await finish.ApplyAsync(manifest.DatabaseStatements, isWithOwners, cancellation);
        return await FinishAsync(cancellation);
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

    // Without statistics the first queries of the users would be planned blindly.
    private async Task<DataSize> FinishAsync(CancellationToken cancellation)
    {
        await using (var session = await job.Target.OpenAsync(job.Name, cancellation))
            await session.ExecuteAsync("ANALYZE", cancellation);
        return await new TargetFinish(job).MeasureAsync(cancellation);
    }
}

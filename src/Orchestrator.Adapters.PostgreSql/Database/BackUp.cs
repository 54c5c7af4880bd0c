using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Tools;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>Dumps the source into a folder, always from the start: a dump that was cut off cannot be continued.</summary>
internal sealed class BackUp(Job job, string folder)
{
    private string DumpFolder => BackupManifest.DumpFolder(folder);

    /// <summary>Does it.</summary>
    public async Task<DataSize> RunAsync(CancellationToken cancellation)
    {
        await Leftovers.EndAsync(job.Name, [job.Source], cancellation);
        Clear();
        await using var snapshot = await Snapshot.TakeAsync(job.Source, job.Name, cancellation);
        var manifest = await job.WatchAsync(job.Source, null, () => DescribeAsync(snapshot.Holder, cancellation), cancellation);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var contents = job.Scope.IsRehearsal ? ReadContentsAsync(snapshot, failed.Token) : Task.FromResult<DatabaseContents?>(null);
        try
        {
            await DumpAsync(snapshot, manifest, cancellation);
            manifest = manifest with { Contents = await WithSequencesOfDumpAsync(await contents, manifest.Major, cancellation) };
        }
        finally
        {
            await failed.CancelAsync();
            await contents.ContinueWith(_ => { }, TaskScheduler.Default); // its own error, if any, came first or follows from ours
        }

        await manifest.WriteAsync(folder, cancellation);
        return new DataSize(SizeBytes(), manifest.RowCount);
    }

    private void Clear()
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo nested)
                nested.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    private static async Task<BackupManifest> DescribeAsync(Session source, CancellationToken cancellation) => new()
    {
        Major = source.Major,
        RowCount = await DatabaseProperties.CountRowsAsync(source, cancellation),
        Objects = await DatabaseProperties.ListObjectsAsync(source, cancellation),
        HasPublicSchema = await source.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'", cancellation) == 1,
        DatabaseStatements = await DatabaseProperties.ListStatementsAsync(source, cancellation),
    };

    private Task DumpAsync(Snapshot snapshot, BackupManifest manifest, CancellationToken cancellation) => job.RunAsync(
        "pg_dump",
        job.Source,
        [
            "--format=directory", "--verbose", "--no-subscriptions", "--no-tablespaces", $"--file={DumpFolder}", $"--snapshot={snapshot.Id}",
            string.Create(CultureInfo.InvariantCulture, $"--jobs={job.Settings.Parallelism}"),
            string.Create(CultureInfo.InvariantCulture, $"--compress={job.Settings.CompressionLevel}"),
            string.Create(CultureInfo.InvariantCulture, $"--lock-wait-timeout={(long)job.Settings.LockTimeout.TotalMilliseconds}"),
            $"--dbname={job.Source.ToolDatabase}",
        ],
        new ObjectProgress(manifest.Objects.Where(item => !item.IsIndex), job.Scope.Progress),
        cancellation);

    private async Task<DatabaseContents?> ReadContentsAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        var quiet = new Progress<StepProgress>(); // the dump reports
        return await new ContentsReader(snapshot, job.Settings.Parallelism).ReadAsync(quiet, cancellation);
    }

    private async Task<DatabaseContents?> WithSequencesOfDumpAsync(DatabaseContents? contents, int major, CancellationToken cancellation)
    {
        if (contents is null)
            return null;
        var tool = new ToolRun(ToolFinder.Get(major), "pg_restore", job.Source, job.Name);
        var scratch = Directory.CreateTempSubdirectory("orchestrator-");
        try
        {
            await using var names = await job.Source.OpenAsync(job.Name, cancellation);
            var sequences = await new SequencesInDump(tool, DumpFolder, scratch.FullName).ReadAsync(names, cancellation);
            return contents with { Sequences = sequences ?? throw ToolErrors.Explain("pg_restore", $"dump in {DumpFolder}", tool.Errors) };
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private long SizeBytes() => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}

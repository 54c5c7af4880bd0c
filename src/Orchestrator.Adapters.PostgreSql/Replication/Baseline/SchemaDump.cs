using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>Everything but the rows of tables: definitions, large objects, and what is built once the rows are there.</summary>
internal sealed class SchemaDump(Job job, string folder, bool isWithOwners)
{
    private string DumpFile => Path.Combine(folder, "schema.dump");

    private string ListFile => Path.Combine(folder, "entries.list");

    /// <summary>Dumps it at the baseline's snapshot.</summary>
    public Task DumpAsync(Snapshot snapshot, CancellationToken cancellation) => job.RunAsync(
        "pg_dump",
        job.Source,
        [
            "--format=custom", "--no-subscriptions", "--no-tablespaces", "--exclude-table-data=*.*", $"--file={DumpFile}", $"--snapshot={snapshot.Id}",
            string.Create(CultureInfo.InvariantCulture, $"--compress={job.Settings.CompressionLevel}"),
            string.Create(CultureInfo.InvariantCulture, $"--lock-wait-timeout={(long)job.Settings.LockTimeout.TotalMilliseconds}"),
            $"--dbname={job.Source.ToolDatabase}",
        ],
        Quiet,
        cancellation);

    /// <summary>Makes tables, types and functions, and large objects.</summary>
    public async Task RestoreBeforeRowsAsync(CancellationToken cancellation)
    {
        await RestoreAsync(["--section=pre-data"], Quiet, cancellation);
        await RestoreAsync(["--section=data"], Quiet, cancellation);
    }

    /// <summary>Makes indexes, constraints and triggers, several at a time.</summary>
    public async Task RestoreAfterRowsAsync(ObjectProgress progress, CancellationToken cancellation)
    {
        await WriteListAsync(cancellation);
        await RestoreAsync(["--section=post-data", $"--use-list={ListFile}", string.Create(CultureInfo.InvariantCulture, $"--jobs={job.Settings.Parallelism}")], progress, cancellation);
    }

    private static ObjectProgress Quiet => new([], new Progress<Core.Ports.StepProgress>());

    private Task RestoreAsync(IEnumerable<string> arguments, ObjectProgress progress, CancellationToken cancellation)
    {
        var target = job.Target.WithServerSettings(
            "synchronous_commit=off", string.Create(CultureInfo.InvariantCulture, $"maintenance_work_mem={job.Settings.IndexMemoryBytes / 1024}kB"));
        return job.RunAsync(
            "pg_restore",
            target,
            [
                "--format=custom", "--verbose", "--exit-on-error", "--no-tablespaces", $"--dbname={target.ToolDatabase}", .. arguments,
                .. isWithOwners ? Array.Empty<string>() : ["--no-owner", "--no-privileges"], DumpFile,
            ],
            progress, cancellation);
    }

    // Our own publications lead nowhere on the target.
    private async Task WriteListAsync(CancellationToken cancellation)
    {
        await job.RunAsync("pg_restore", job.Target, ["--list", $"--file={ListFile}", DumpFile], Quiet, cancellation);
        var entries = (await File.ReadAllLinesAsync(ListFile, cancellation)).Where(line => !(line.Contains(" PUBLICATION ", StringComparison.Ordinal) && line.Contains(job.Name, StringComparison.Ordinal)));
        await File.WriteAllLinesAsync(ListFile, entries, cancellation);
    }
}

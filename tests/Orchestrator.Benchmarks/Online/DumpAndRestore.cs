using System.Diagnostics;

namespace Orchestrator.Benchmarks.Online;

/// <summary>PostgreSQL's own tools, two tables at a time.</summary>
internal sealed class DumpAndRestore : ICopyMethod
{
    public string Name => "pg_dump, pg_restore";

    public async Task<MethodRun> CopyAsync(BenchDatabase database)
    {
        using var folder = new ScratchFolder(database.Site, "dump");
        var watch = Stopwatch.StartNew();
        await Tools.RunAsync(Tools.Prepare("pg_dump", database.Site.Source, database.Name, "postgres", "-Fd", "-j2", "-f", folder.Path));
        await Tools.RunAsync(Tools.Prepare("pg_restore", database.Site.Target, database.Name, "postgres", "-j2", "-d", database.Name, folder.Path));
        return new(Name, database.Name) { CopySeconds = watch.Elapsed.TotalSeconds };
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Orchestrator.Benchmarks.Online;

/// <summary>pgcopydb: its clone, and its follow where that can be right.</summary>
internal sealed partial class PgCopyDb : ICopyMethod
{
    private readonly string _program;

    private PgCopyDb(string program, Version version) => (_program, Version) = (program, version);

    public Version Version { get; }

    public string Name => $"pgcopydb {Version} clone";

    /// <summary>Finds the program.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static async Task<PgCopyDb?> FindAsync(string program) =>
        await Tools.FirstLineAsync(program, "--version") is { } line && VersionText().Match(line) is { Success: true } found
            ? new(program, Version.Parse(found.Value))
            : null;

    public async Task<MethodRun> CopyAsync(BenchDatabase database)
    {
        using var folder = new ScratchFolder(database.Site, "pgcopydb");
        var run = await Tools.RunAsync(Prepare(database, "clone", "--dir", folder.Path, "--table-jobs", "2", "--index-jobs", "2"));
        return new(Name, database.Name) { CopySeconds = run.Seconds, PeakMegabytes = run.PeakMegabytes };
    }

    /// <summary>Prepares to run it between the two sides.</summary>
    public ProcessStartInfo Prepare(BenchDatabase database, params string[] arguments) => new(_program, arguments)
    {
        Environment =
        {
            ["PGCOPYDB_SOURCE_PGURI"] = database.Site.Source.Url(database.Name),
            ["PGCOPYDB_TARGET_PGURI"] = database.Site.Target.Url(database.Name),
        },
    };

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex VersionText();
}

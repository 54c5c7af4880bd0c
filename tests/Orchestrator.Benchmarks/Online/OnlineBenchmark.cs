using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Online;

/// <summary>
/// Moving a database while clients write, beside its peers. Options: <c>--peer</c> runs those as well; <c>--sizes</c> cuts a
/// ten times smaller database over as often as the large one; <c>--runs N</c>, <c>--scale N</c> of pgbench, <c>--rate N</c>
/// writes a second, <c>--follow N</c> seconds at least between baseline and cutover, <c>--pgcopydb PATH</c>, <c>--json</c>.
/// </summary>
internal static class OnlineBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [WorkerProcess.Verb, var folder])
            return await SyncWorker.RunAsync(folder);

        var options = OnlineOptions.Parse(args);
        var report = await MeasureAsync(options, options.IsJson ? Console.Error.WriteLine : Console.WriteLine);
        Console.WriteLine(options.IsJson ? DurableJson.Write(report) : OnlineText.Of(report));
        return report.Runs.Where(run => run.Method == OnlineSync.Ours).All(run => run.IsRight) ? 0 : 1;
    }

    private static async Task<OnlineReport> MeasureAsync(OnlineOptions options, Action<string> say)
    {
        await using var site = await OnlineSite.StartAsync();
        var large = new BenchDatabase(site, "bench", options.Scale);
        var small = new BenchDatabase(site, "bench_small", Math.Max(1, options.Scale / 10));
        say($"Seeding pgbench databases of scale {large.Scale} and {small.Scale}");
        await large.SeedAsync();
        await small.SeedAsync();
        var report = new OnlineReport
        {
            Scale = options.Scale,
            WritesPerSecond = options.Rate,
            SizeBytes = await large.SizeBytesAsync(),
            SmallSizeBytes = await small.SizeBytesAsync(),
            Server = await site.Source.PsqlAsync("postgres", "SHOW server_version"),
            PgCopyDb = (await PgCopyDb.FindAsync(options.PgCopyDb))?.Version.ToString(),
        };
        var rounds = new Rounds(options, say);
        for (var round = 1; round <= options.Runs; round++)
            await RunRoundAsync(rounds, options, large, round == 1 || options.WithSizes ? small : null);
        return report with { Runs = rounds.Runs };
    }

    // Interleaved, so that what the machine does meanwhile befalls all of them.
    private static async Task RunRoundAsync(Rounds rounds, OnlineOptions options, BenchDatabase large, BenchDatabase? small)
    {
        var (copies, moves) = await MethodsAsync(options);
        foreach (var method in copies)
            await rounds.CopyAsync(method, large);
        foreach (var database in new[] { small, large }.OfType<BenchDatabase>())
            foreach (var method in moves)
                await rounds.MoveAsync(method, database);
    }

    private static async Task<(IReadOnlyList<ICopyMethod> Copies, IReadOnlyList<ILiveMethod> Moves)> MethodsAsync(OnlineOptions options)
    {
        var (native, ours) = (new NativeSync(), new OnlineSync());
        if (!options.WithPeers)
            return ([ours], [ours]);
        var pgCopyDb = await PgCopyDb.FindAsync(options.PgCopyDb);
        IEnumerable<ILiveMethod> follow = pgCopyDb?.Version >= PgCopyDbFollow.First ? [new PgCopyDbFollow(pgCopyDb)] : [];
        IEnumerable<ICopyMethod> clone = pgCopyDb is null ? [] : [pgCopyDb];
        return ([new DumpAndRestore(), .. clone, native, ours], [.. follow, native, ours]);
    }
}

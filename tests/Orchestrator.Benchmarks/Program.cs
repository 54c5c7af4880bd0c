using Orchestrator.Benchmarks.Crash;
using Orchestrator.Benchmarks.Dashboard;
using Orchestrator.Benchmarks.Disk;
using Orchestrator.Benchmarks.Engine;
using Orchestrator.Benchmarks.Online;
using Orchestrator.Benchmarks.Screenshots;
using Orchestrator.Benchmarks.Transfer;

// What `./run bench VERB` starts. One line a benchmark.
Dictionary<string, Func<string[], Task<int>>> verbs = new(StringComparer.Ordinal)
{
    ["crash"] = CrashBenchmark.RunAsync,
    ["dashboard"] = DashboardBenchmark.RunAsync,
    ["disk"] = DiskBenchmark.RunAsync,
    ["engine"] = EngineBenchmark.RunAsync,
    ["online"] = OnlineBenchmark.RunAsync,
    ["screenshots"] = ScreenshotRun.RunAsync,
    ["transfer"] = TransferBenchmark.RunAsync,
};

if (args.Length > 0 && verbs.TryGetValue(args[0], out var run))
    return await run(args[1..]);

Console.Error.WriteLine($"usage: bench {string.Join('|', verbs.Keys)} [--json]");
return 2;

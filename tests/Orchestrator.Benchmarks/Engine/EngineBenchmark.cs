using System.Globalization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>
/// How much durable work the embedded engine does, beside what the disk allows: the floor is measured in the same run.
/// <c>--json</c> prints one JSON object, <c>--dir PATH</c> says where the hub files go, <c>--scale N</c> divides the counts by N.
/// </summary>
internal static class EngineBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-bench-").FullName;
        folder = Option(args, "--dir") is { } chosen ? Directory.CreateDirectory(chosen).FullName : folder;
        var scale = int.Parse(Option(args, "--scale") ?? "1", CultureInfo.InvariantCulture);
        try
        {
            var report = await MeasureAsync(folder, scale);
            Console.WriteLine(args.Contains("--json") ? DurableJson.Write(report) : report.ToText());
            return 0;
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(folder, "bench-*"))
                File.Delete(file);
        }
    }

    private static async Task<EngineReport> MeasureAsync(string folder, int scale)
    {
        await Scenarios.StepsAsync(folder, "warm-up", orchestrations: 100, steps: 10);
        var floor = StorageFloor.MeasureCommitsPerSecond(folder);
        return new()
        {
            CommitsPerSecond = floor,
            Wide = await Scenarios.StepsAsync(folder, "1,000 x 10", 1_000 / scale, 10),
            Deep = await Scenarios.StepsAsync(folder, "100 x 1,000", 100 / scale, 1_000),
            Waiting = await Scenarios.WaitingAsync(folder, 10_000 / scale),
            CommitsPerSecondAfter = StorageFloor.MeasureCommitsPerSecond(folder),
        };
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}

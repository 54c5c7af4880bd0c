using System.Globalization;
using Orchestrator.Core.Durability;
using Orchestrator.Demo;

namespace Orchestrator.Benchmarks.Crash;

/// <summary>
/// Kills the server at random moments of real migrations and compares each with an undisturbed one; with <c>online</c>,
/// also the target, the replication and the gateway, and clients never stop writing. Options:
/// <c>--kills N</c>, <c>--seed N</c>, <c>--scale N</c> of the data, <c>--json</c>. Fails on any deviation or lost write.
/// </summary>
internal static class CrashBenchmark
{
    private const double DefaultKills = 50;
    private const double DefaultScale = 0.02;

    public static async Task<int> RunAsync(string[] args)
    {
        var kills = (int)(Number(args, "--kills") ?? DefaultKills);
        var seed = (int)(Number(args, "--seed") ?? Random.Shared.Next(1_000_000));
        var isJson = args.Contains("--json");
        Say($"{kills} kills, seed {seed}", isJson);
        await using var site = await DemoSite.StartAsync(Number(args, "--scale") ?? DefaultScale, line => Say(line, isJson));
        if (args.Contains("online"))
            return await RunOnlineAsync(site, kills, seed, isJson);
        var report = await CrashDrill.RunAsync(site, kills, seed, CancellationToken.None, line => Say(line, isJson));
        Console.WriteLine(isJson ? DurableJson.Write(report) : report.ToString());
        return report.IsAsUndisturbed && report.Kills == kills ? 0 : 1;
    }

    private static async Task<int> RunOnlineAsync(DemoSite site, int kills, int seed, bool isJson)
    {
        var report = await OnlineCrashDrill.RunAsync(site, kills, seed, CancellationToken.None, line => Say(line, isJson));
        Console.WriteLine(isJson ? DurableJson.Write(report) : report.ToString());
        return report.IsGood && report.Kills == kills ? 0 : 1;
    }

    // With --json standard output is for the report alone.
    private static void Say(string line, bool isJson) => (isJson ? Console.Error : Console.Out).WriteLine(line);

    private static double? Number(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length
            ? double.Parse(args[index + 1], CultureInfo.InvariantCulture)
            : null;
}

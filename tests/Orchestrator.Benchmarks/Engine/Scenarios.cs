using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>The measured situations, each on a fresh hub file.</summary>
internal static class Scenarios
{
    private const int Wakes = 1_000;

    /// <summary>Orchestrations that each call an empty activity many times, one after the other.</summary>
    public static async Task<StepsResult> StepsAsync(string folder, string scenario, int orchestrations, int steps)
    {
        var latencies = new ConcurrentBag<double>();
        var registry = new DurableRegistry().AddActivity<int, int>("Next", (_, value, _) => Task.FromResult(value + 1));
        registry.AddOrchestration("Steps", async context =>
        {
            for (var step = 0; step < steps; step++)
            {
                var started = Stopwatch.GetTimestamp();
                await context.CallActivityAsync<int>("Next", step);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            return steps;
        });
        await using var engine = await StartEngineAsync(folder, registry);
        var clock = Stopwatch.GetTimestamp();
        await RunAllAsync(engine, "Steps", orchestrations);
        var elapsed = Stopwatch.GetElapsedTime(clock);
        var sorted = latencies.Order().ToArray();
        return new(scenario, orchestrations * steps / elapsed.TotalSeconds, Percentile(sorted, 0.50), Percentile(sorted, 0.99), ResidentMegabytes());
    }

    /// <summary>Many instances that all wait for an event; then some are woken, one at a time.</summary>
    public static async Task<WaitingResult> WaitingAsync(string folder, int instances)
    {
        var registry = new DurableRegistry().AddOrchestration("Wait", context => context.WaitForExternalEvent<int>("go"));
        await using var engine = await StartEngineAsync(folder, registry);
        var clock = Stopwatch.GetTimestamp();
        var ids = await Task.WhenAll(Enumerable.Range(0, instances).Select(i => engine.StartAsync(new StartOrchestration("Wait", i))));
        var startsPerSecond = instances / Stopwatch.GetElapsedTime(clock).TotalSeconds;
        await AllRunningAsync(engine);
        var resident = ResidentMegabytes();
        var stride = Math.Max(1, instances / Wakes);
        var wakes = new List<double>();
        foreach (var id in ids.Where((_, index) => index % stride == 0))
        {
            var started = Stopwatch.GetTimestamp();
            await engine.RaiseEventAsync(id, "go", 1);
            await engine.WaitForCompletionAsync(id);
            wakes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        var sorted = wakes.Order().ToArray();
        return new(instances, startsPerSecond, resident, Percentile(sorted, 0.50), Percentile(sorted, 0.99));
    }

    private static async Task<SqliteEngine> StartEngineAsync(string folder, DurableRegistry registry)
    {
        var options = new SqliteEngineOptions { HubPath = Path.Combine(folder, $"bench-{Guid.NewGuid():n}.db") };
        var engine = new SqliteEngine(options, registry);
        await engine.StartAsync();
        return engine;
    }

    private static async Task RunAllAsync(SqliteEngine engine, string name, int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => engine.StartAsync(new StartOrchestration(name))));
        await Task.WhenAll(ids.Select(id => engine.WaitForCompletionAsync(id)));
    }

    private static async Task AllRunningAsync(SqliteEngine engine)
    {
        var pending = new OrchestrationQuery { States = [OrchestrationState.Pending], PageSize = 1 };
        while ((await engine.QueryAsync(pending)).Instances.Count > 0)
            await Task.Delay(10);
    }

    private static double Percentile(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];

    private static double ResidentMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1024.0 / 1024.0;
    }
}

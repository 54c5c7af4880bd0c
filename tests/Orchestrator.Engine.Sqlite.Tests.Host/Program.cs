using System.Diagnostics;
using System.Globalization;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite;
using Orchestrator.Engine.Sqlite.Tests.Host;

// A host that a test can kill: `run HUB POINT N` runs the sample flows and kills itself the N-th time the engine passes
// POINT ("" for any point); `hold HUB` keeps the hub until it is killed. Printed at the end of a run: the end state.
var (mode, hub) = (args[0], args[1]);
var killer = mode == "run" ? new Killer(args[2], int.Parse(args[3], CultureInfo.InvariantCulture)) : null;
await using var engine = new SqliteEngine(new() { HubPath = hub, MaxParallelActivities = 1 }, SampleFlows.Registry())
{
    FaultPoint = killer is null ? null : killer.Pass,
};
await engine.StartAsync();
Console.WriteLine("started");
if (mode == "hold")
    await Task.Delay(Timeout.Infinite);
Console.WriteLine(await SampleRun.ToEndAsync(engine));

namespace Orchestrator.Engine.Sqlite.Tests.Host
{
    /// <summary>Kills this process the way a power cut would: nothing is flushed, no handler runs.</summary>
    internal sealed class Killer(string point, int times)
    {
        private int _passed;

        public void Pass(string passed)
        {
            if ((point.Length == 0 || passed == point) && Interlocked.Increment(ref _passed) == times)
                Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>Brings the sample flows to their end, whatever an earlier process has done of it.</summary>
    internal static class SampleRun
    {
        public static async Task<string> ToEndAsync(IOrchestrationClient client)
        {
            await StartAsync(client, new("Main", 1) { InstanceId = "main" });
            while (await client.FindAsync("main") is { IsFinished: false })
            {
                await ApproveAsync(client);
                using var pause = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
                await client.WaitForCompletionAsync("main", pause.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            await StartAsync(client, new("Quick", 7) { InstanceId = "quick", ReplaceFinished = true });
            await client.WaitForCompletionAsync("quick");
            await client.PurgeAsync("quick");
            return await DescribeAsync(client);
        }

        private static async Task StartAsync(IOrchestrationClient client, StartOrchestration request)
        {
            if (request.ReplaceFinished || await client.FindAsync(request.InstanceId!) is null)
                await client.StartAsync(request).ContinueWith(_ => { }, TaskScheduler.Default); // an earlier process may have started it
        }

        // Asked for after the second timer of a run, and sent again when a crash may have come between.
        private static async Task ApproveAsync(IOrchestrationClient client)
        {
            var kinds = (await client.GetHistoryAsync("main")).Select(record => record.EventType).ToList();
            if (kinds.Count(kind => kind == "TimerCreated") == 2 && !kinds.Contains("EventRaised"))
                await client.RaiseEventAsync("main", "approve", 10).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        private static async Task<string> DescribeAsync(IOrchestrationClient client)
        {
            var main = (await client.FindAsync("main"))!;
            var all = await client.QueryAsync(new());
            var history = await client.GetHistoryAsync("main");
            var kinds = string.Join(',', history.Where(record => record.EventType != "EventRaised").Select(record => record.EventType));
            var instances = string.Join(' ', all.Instances.Select(instance => $"{instance.InstanceId}={instance.State}").Order(StringComparer.Ordinal));
            return $"end: {main.OutputJson} {main.CustomStatusJson} | {instances} | {kinds}";
        }
    }
}

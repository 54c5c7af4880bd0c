using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite;

/// <summary>The engine's meter and activity source, both named <c>Orchestrator.Engine</c>.</summary>
internal static class EngineTelemetry
{
    public const string SourceName = "Orchestrator.Engine";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);

    private static readonly Counter<long> Activities = Meter.CreateCounter<long>(
        "orchestrator.engine.activities", "{activity}", "Activities that have answered.");

    private static readonly UpDownCounter<long> Queue = Meter.CreateUpDownCounter<long>(
        "orchestrator.engine.activities.pending", "{activity}", "Activities that wait for a slot or run.");

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>(
        "orchestrator.engine.commit.writes", "{write}", "Writes that shared one commit.");

    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>(
        "orchestrator.engine.commit.duration", "s", "How long a commit took.");

    private static readonly Gauge<int> LiveInstances = Meter.CreateGauge<int>(
        "orchestrator.engine.instances.live", "{instance}", "Instances that are in memory.");

    public static Activity? StartActivity(ActivityTask task)
    {
        var span = Source.StartActivity(task.Name);
        span?.SetTag("orchestrator.instance_id", task.InstanceId);
        span?.SetTag("orchestrator.delivery", task.Deliveries);
        return span;
    }

    public static void Answered(string name, bool succeeded) =>
        Activities.Add(1, new("activity", name), new("outcome", succeeded ? "completed" : "failed"));

    public static void Queued(int change) => Queue.Add(change);

    public static void Live(int count) => LiveInstances.Record(count);

    public static void Committed(int writes, TimeSpan duration)
    {
        BatchSize.Record(writes);
        CommitDuration.Record(duration.TotalSeconds);
    }
}

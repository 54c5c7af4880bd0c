using System.Text.Json.Nodes;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Durable;

/// <summary>
/// A history in the words of the Durable Functions HTTP API: what was scheduled is told with its outcome, in one event.
/// </summary>
internal static class DurableHistory
{
    public static IReadOnlyList<JsonObject> From(IReadOnlyList<HistoryRecord> history, OrchestrationInstance instance, bool showOutput)
    {
        var scheduled = new Dictionary<int, HistoryRecord>();
        var told = new List<JsonObject>();
        foreach (var record in history)
        {
            if (IsSchedule(record))
                scheduled[record.TaskId] = record;
            else if (record.EventType is not ("OrchestratorStarted" or "OrchestratorCompleted"))
                told.Add(Tell(record, scheduled.GetValueOrDefault(record.TaskId), instance, showOutput));
        }
        return told;
    }

    private static bool IsSchedule(HistoryRecord record) =>
        record.EventType is "TaskScheduled" or "TimerCreated" or "SubOrchestrationInstanceCreated";

    private static JsonObject Tell(HistoryRecord record, HistoryRecord? schedule, OrchestrationInstance instance, bool showOutput)
    {
        var told = new JsonObject { ["EventType"] = record.EventType, ["Timestamp"] = record.Timestamp.UtcDateTime };
        if (schedule is not null)
            told["ScheduledTime"] = schedule.Timestamp.UtcDateTime;
        if ((record.FireAt ?? schedule?.FireAt) is { } fireAt)
            told["FireAt"] = fireAt.UtcDateTime;
        AddName(told, record, schedule, instance);
        if (record.EventType == "ExecutionCompleted")
            told["OrchestrationStatus"] = instance.State.ToString();
        if (record.Failure is { } failure)
            told["Reason"] = failure.Message;
        if (showOutput && record.PayloadJson is { } payload)
            told[record.EventType is "EventRaised" or "ExecutionStarted" ? "Input" : "Result"] = DurableInstance.Node(payload);
        return told;
    }

    private static void AddName(JsonObject told, HistoryRecord record, HistoryRecord? schedule, OrchestrationInstance instance)
    {
        var name = record.Name ?? schedule?.Name ?? (record.EventType == "ExecutionStarted" ? instance.Name : null);
        if (name is not null)
            told[record.EventType is "EventRaised" ? "Name" : "FunctionName"] = name;
    }
}

using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Runs code over its recorded history and checks that it asks for the same actions again, in the same places.</summary>
internal static class Replayer
{
    private const string Nothing = "nothing";

    /// <exception cref="NonDeterministicOrchestrationException">The code asks for something else now.</exception>
    public static void Replay(OrchestrationRun run, IEnumerable<HistoryEvent> history)
    {
        var hasEnded = false;
        foreach (var record in history)
        {
            hasEnded = record.Kind == EventKind.ExecutionCompleted;
            if (record.IsAction)
                Match(run, record);
            else if (!hasEnded)
                TakeIn(run, record);
        }
        ExpectNoAction(run);
        ExpectEnd(run, hasEnded);
        run.TakeCancelledTimers();
        run.StatusChanged = false;
    }

    private static void Match(OrchestrationRun run, HistoryEvent recorded)
    {
        run.TryTakeAction(out var asked);
        var isSame = asked is not null && asked.TaskId == recorded.TaskId && asked.Kind == recorded.Kind
            && string.Equals(asked.Name, recorded.Name, StringComparison.OrdinalIgnoreCase);
        if (!isSame)
            throw new NonDeterministicOrchestrationException(run.InstanceId, recorded.TaskId, recorded.Describe(), asked?.Describe() ?? Nothing);
    }

    private static void TakeIn(OrchestrationRun run, HistoryEvent record)
    {
        ExpectNoAction(run);
        if (record.Kind is EventKind.ExecutionSuspended or EventKind.ExecutionResumed)
            return;
        if (!run.Apply(record, isReplay: true))
            throw new NonDeterministicOrchestrationException(run.InstanceId, record.TaskId, record.Describe(), Nothing);
    }

    private static void ExpectEnd(OrchestrationRun run, bool hasEnded)
    {
        const string End = nameof(EventKind.ExecutionCompleted);
        if (hasEnded != run.Outcome is not null)
            throw new NonDeterministicOrchestrationException(run.InstanceId, -1, hasEnded ? End : Nothing, hasEnded ? Nothing : End);
    }

    private static void ExpectNoAction(OrchestrationRun run)
    {
        if (run.TryTakeAction(out var asked))
            throw new NonDeterministicOrchestrationException(run.InstanceId, asked.TaskId, Nothing, asked.Describe());
    }
}

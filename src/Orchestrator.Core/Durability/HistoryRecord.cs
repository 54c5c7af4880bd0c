namespace Orchestrator.Core.Durability;

/// <summary>One recorded event of an instance.</summary>
/// <param name="SequenceNumber">Its place in the history, from 0.</param>
/// <param name="EventType">What happened, in Durable Task's words: ExecutionStarted, TaskScheduled, TaskCompleted, TaskFailed, TimerCreated, TimerFired, EventRaised, SubOrchestrationInstanceCreated and so on.</param>
/// <param name="Timestamp">When it was recorded.</param>
public sealed record HistoryRecord(long SequenceNumber, string EventType, DateTimeOffset Timestamp)
{
    /// <summary>The name of the activity, child or event it is about.</summary>
    public string? Name { get; init; }

    /// <summary>The sequence id of the action that it answers; −1 when it answers none.</summary>
    public int TaskId { get; init; } = -1;

    /// <summary>The id of the child that was created, or of the instance that an event was sent to.</summary>
    public string? TargetInstanceId { get; init; }

    /// <summary>The input, result, payload or reason as JSON.</summary>
    public string? PayloadJson { get; init; }

    /// <summary>When a timer is due.</summary>
    public DateTimeOffset? FireAt { get; init; }

    /// <summary>Why a task failed.</summary>
    public FailureDetails? Failure { get; init; }
}

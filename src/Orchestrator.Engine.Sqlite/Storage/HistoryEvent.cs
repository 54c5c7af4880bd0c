using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>One row of a history: something that happened to an instance, or an action that its code asked for.</summary>
internal sealed record HistoryEvent(EventKind Kind)
{
    public DateTimeOffset At { get; init; }

    public int TaskId { get; init; } = -1;

    public string? Name { get; init; }

    public string? Target { get; init; }

    public string? PayloadJson { get; init; }

    public DateTimeOffset? FireAt { get; init; }

    public FailureDetails? Failure { get; init; }

    /// <summary>Whether the code asked for it, so that a replay must ask for it again.</summary>
    public bool IsAction => Kind is
        EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationInstanceCreated or EventKind.EventSent;

    /// <summary>How an error message calls it.</summary>
    public string Describe() => Name is null ? Kind.ToString() : $"{Kind} {Name}";

    public HistoryRecord ToRecord(long sequenceNumber) => new(sequenceNumber, Kind.ToString(), At)
    {
        Name = Name,
        TaskId = TaskId,
        TargetInstanceId = Target,
        PayloadJson = PayloadJson,
        FireAt = FireAt,
        Failure = Failure,
    };
}

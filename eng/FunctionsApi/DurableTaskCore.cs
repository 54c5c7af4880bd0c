// Package Microsoft.Azure.DurableTask.Core.
namespace DurableTask.Core.Exceptions
{
    public class OrchestrationAlreadyExistsException(string message) : Exception(message);
}

namespace DurableTask.Core.History
{
    public enum EventType
    {
        ExecutionStarted,
        ExecutionCompleted,
        TaskScheduled,
        TaskCompleted,
        TaskFailed,
        SubOrchestrationInstanceCreated,
        TimerCreated,
        TimerFired,
        EventRaised,
    }

    public abstract class HistoryEvent(int eventId)
    {
        public int EventId { get; } = eventId;
        public DateTime Timestamp { get; set; }
        public virtual EventType EventType { get; private set; }
    }

    public class TaskScheduledEvent(int eventId, string? name = null) : HistoryEvent(eventId)
    {
        public string? Name { get; set; } = name;
        public override EventType EventType => EventType.TaskScheduled;
    }

    public class EventRaisedEvent(int eventId, string? input) : HistoryEvent(eventId)
    {
        public string? Name { get; set; }
        public string? Input { get; set; } = input;
        public override EventType EventType => EventType.EventRaised;
    }
}

namespace Orchestrator.Core.Durability;

/// <summary>Where an instance is in its life; the names are Durable Task's runtime statuses.</summary>
public enum OrchestrationState
{
    /// <summary>Stored and not yet begun.</summary>
    Pending,

    /// <summary>Running, or waiting for an activity, a timer, a child or an event.</summary>
    Running,

    /// <summary>Takes nothing in until it is resumed.</summary>
    Suspended,

    /// <summary>Ended with a result.</summary>
    Completed,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended from the outside, without any undo.</summary>
    Terminated,
}

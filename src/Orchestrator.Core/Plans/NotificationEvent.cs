namespace Orchestrator.Core.Plans;

/// <summary>What people are told about.</summary>
public enum NotificationEvent
{
    /// <summary>A migration has begun; changes are frozen.</summary>
    Started,

    /// <summary>A gate waits for people.</summary>
    ApprovalNeeded,

    /// <summary>A step failed and waits for an operator.</summary>
    Held,

    /// <summary>Users are on the target.</summary>
    CutOver,

    /// <summary>A step failed for good; undoing begins.</summary>
    Failed,

    /// <summary>Everything is back where it was.</summary>
    RolledBack,

    /// <summary>An undo keeps failing; a person must look.</summary>
    NeedsOperator,

    /// <summary>The migration is done and the fallback window closed.</summary>
    Completed,
}

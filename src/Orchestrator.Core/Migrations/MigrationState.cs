namespace Orchestrator.Core.Migrations;

/// <summary>Where a migration is in its life.</summary>
public enum MigrationState
{
    /// <summary>Accepted and not yet begun.</summary>
    Pending,

    /// <summary>A step is running.</summary>
    Running,

    /// <summary>A gate waits for people.</summary>
    WaitingForApproval,

    /// <summary>A step failed and waits for an operator's retry, skip or rollback.</summary>
    OnHold,

    /// <summary>An operator paused it; nothing new begins until it is resumed.</summary>
    Paused,

    /// <summary>Users are on the target and the fallback window is open.</summary>
    CutOver,

    /// <summary>Done for good.</summary>
    Completed,

    /// <summary>Undos are running, newest first.</summary>
    RollingBack,

    /// <summary>Everything is back where it was.</summary>
    RolledBack,

    /// <summary>An undo keeps failing; all the others have run. A person must look.</summary>
    NeedsOperator,

    /// <summary>It failed before there was anything to undo, or it was terminated from the outside.</summary>
    Failed,
}

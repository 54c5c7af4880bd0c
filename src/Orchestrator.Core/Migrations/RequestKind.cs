namespace Orchestrator.Core.Migrations;

/// <summary>What a person can ask of a running migration.</summary>
public enum RequestKind
{
    /// <summary>Open a gate.</summary>
    Approve,

    /// <summary>Refuse a gate.</summary>
    Reject,

    /// <summary>Try a held step, or the undos that failed, again.</summary>
    Retry,

    /// <summary>Leave a held step, or the undos that failed, as they are and go on.</summary>
    Skip,

    /// <summary>Undo everything: at a held step, or after cutover.</summary>
    Rollback,

    /// <summary>Stop what is being done and undo everything.</summary>
    Cancel,

    /// <summary>Close the fallback window.</summary>
    Finalize,
}

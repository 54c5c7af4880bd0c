namespace Orchestrator.Core.Migrations;

/// <summary>Where a step is.</summary>
public enum StepState
{
    /// <summary>To come.</summary>
    Pending,

    /// <summary>Running, or waiting to be tried again.</summary>
    Running,

    /// <summary>Failed and waiting for an operator.</summary>
    OnHold,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Skipped by an operator.</summary>
    Skipped,

    /// <summary>Failed for good.</summary>
    Failed,

    /// <summary>Done or half done, and undone.</summary>
    Undone,

    /// <summary>Its undo keeps failing.</summary>
    UndoFailed,
}

namespace Orchestrator.Core.Migrations;

/// <summary>What an operator can do about a held step, or about undos that keep failing.</summary>
public enum StepAction
{
    /// <summary>Try again.</summary>
    Retry,

    /// <summary>Leave it as it is and go on.</summary>
    Skip,

    /// <summary>Undo everything.</summary>
    Rollback,
}

namespace Orchestrator.Core.Plans;

/// <summary>What happens when a step keeps failing.</summary>
public enum FailurePolicy
{
    /// <summary>Every step is undone, newest first.</summary>
    Rollback,

    /// <summary>The migration waits for an operator's retry, skip or rollback.</summary>
    Hold,
}

namespace Orchestrator.Core.Plans;

/// <summary>What happens when a gate is not decided in time.</summary>
public enum ExpiryPolicy
{
    /// <summary>As if it had been rejected.</summary>
    Rollback,

    /// <summary>It goes on waiting and reminding.</summary>
    Hold,
}

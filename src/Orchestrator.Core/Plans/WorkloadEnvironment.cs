namespace Orchestrator.Core.Plans;

/// <summary>Where a workload stands.</summary>
public enum WorkloadEnvironment
{
    /// <summary>A developer's.</summary>
    Development,

    /// <summary>Used by tests.</summary>
    Test,

    /// <summary>A copy of production.</summary>
    Staging,

    /// <summary>Used by the business.</summary>
    Production,
}

namespace Orchestrator.Core.Ports;

/// <summary>Whether a workload runs.</summary>
public enum ComputeState
{
    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It runs and is healthy, where health can be asked.</summary>
    Running,

    /// <summary>It runs and is not healthy.</summary>
    Unhealthy,
}

namespace Orchestrator.Core.Ports;

/// <summary>One of the two places of a workload.</summary>
public enum Side
{
    /// <summary>Where it runs before the migration.</summary>
    Source,

    /// <summary>Where it is to run.</summary>
    Target,
}

namespace Orchestrator.Core.Plans;

/// <summary>How a workload is migrated.</summary>
public enum MigrationStrategy
{
    /// <summary>Chosen from the tolerated downtime.</summary>
    Auto,

    /// <summary>Stop, back up, restore, start.</summary>
    Offline,

    /// <summary>Follow the source, freeze for a moment, cut over.</summary>
    Online,

    /// <summary>Build anew from code and move only the data.</summary>
    Redeploy,
}

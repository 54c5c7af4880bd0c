namespace Orchestrator.Core.Ports;

/// <summary>Which side follows the other.</summary>
public enum SyncDirection
{
    /// <summary>The target follows the source: before cutover.</summary>
    Forward,

    /// <summary>The source follows the target: after cutover, so that going back loses nothing.</summary>
    Reverse,
}

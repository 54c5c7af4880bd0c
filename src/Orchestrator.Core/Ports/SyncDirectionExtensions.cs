namespace Orchestrator.Core.Ports;

/// <summary>The sides of a direction.</summary>
public static class SyncDirectionExtensions
{
    /// <summary>The side that users write to and whose changes are followed.</summary>
    /// <param name="direction">The direction.</param>
    /// <returns>The source when the target follows it.</returns>
    public static Side Leader(this SyncDirection direction) => direction == SyncDirection.Forward ? Side.Source : Side.Target;

    /// <summary>The side that follows.</summary>
    /// <param name="direction">The direction.</param>
    /// <returns>The target when it follows the source.</returns>
    public static Side Follower(this SyncDirection direction) => direction == SyncDirection.Forward ? Side.Target : Side.Source;
}

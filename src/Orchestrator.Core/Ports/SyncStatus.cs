namespace Orchestrator.Core.Ports;

/// <summary>How a follower keeps up with its leader.</summary>
/// <param name="IsFollowing">Whether changes arrive: the stream is up, or the last pass has worked.</param>
/// <param name="LagBytes">How much of what the leader has committed the follower has not applied.</param>
public sealed record SyncStatus(bool IsFollowing, long LagBytes)
{
    /// <summary>How old the oldest change is that the follower has not applied.</summary>
    /// <value>Zero when it has caught up; <see langword="null"/> when it is not known.</value>
    public TimeSpan? Lag { get; init; }

    /// <summary>How fast changes are applied.</summary>
    /// <value><see langword="null"/> before there is something to measure.</value>
    public double? AppliedBytesPerSecond { get; init; }

    /// <summary>When the follower will have caught up at the present rates.</summary>
    /// <value>Zero when it has; <see langword="null"/> when it falls behind or nothing is known.</value>
    public TimeSpan? CatchUp { get; init; }

    /// <summary>The leader's position that the follower has applied, in the leader's own terms, for example a log sequence number.</summary>
    public string Position { get; init; } = "";

    /// <summary>What is the matter: a stopped apply worker, a conflict, schema drift, a log that fills a disk. Blocking ones keep a cutover from beginning.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];
}

using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>How the follower keeps up, and whether users could be moved now: what people see while a sync is maintained.</summary>
/// <param name="Direction">Which side follows.</param>
/// <param name="Signature">The hash of what an approver signs: what is proven and what is in the way, but no figure that changes all the time.</param>
public sealed record SyncReport(SyncDirection Direction, string Signature)
{
    /// <summary>Whether everything follows, was found equal at least once, and nothing is in the way of moving users.</summary>
    public bool IsProven { get; init; }

    /// <summary>Whether the freeze is predicted to end within its budget, if it began now.</summary>
    public bool IsReady { get; init; }

    /// <summary>How much of what the leader has committed the follower has not applied.</summary>
    public long LagBytes { get; init; }

    /// <summary>How old the oldest change is that the follower has not applied; <see langword="null"/> when it is not known.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>How fast changes are applied; <see langword="null"/> when it is not known.</summary>
    public double? AppliedBytesPerSecond { get; init; }

    /// <summary>When the follower will have caught up; <see langword="null"/> when it falls behind or nothing is known.</summary>
    public TimeSpan? CatchUp { get; init; }

    /// <summary>How many rows and files the present pass of the comparison has compared.</summary>
    public long ComparedCount { get; init; }

    /// <summary>How many rows and files there are, as far as it is known.</summary>
    public long TotalCount { get; init; }

    /// <summary>How many rows and files have changed since they were last found equal.</summary>
    public long PendingCount { get; init; }

    /// <summary>For how long writes would be frozen, if the freeze began now; <see langword="null"/> when it is not known.</summary>
    public TimeSpan? PredictedFreeze { get; init; }

    /// <summary>For how long writes may be frozen before they are given back.</summary>
    public TimeSpan FreezeBudget { get; init; }

    /// <summary>The latest moment at which a rollback that begins still ends within the downtime window that is open or comes next; <see langword="null"/> without windows.</summary>
    public DateTimeOffset? LatestRollback { get; init; }

    /// <summary>What is the matter. Blocking ones keep users where they are.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    /// <summary>When this was seen.</summary>
    public DateTimeOffset SeenAt { get; init; }
}

using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What was seen of one data component.</summary>
internal sealed record SyncLook(string Component, SyncStatus Sync, VerificationStatus Verification)
{
    /// <summary>How long the follower would take to catch up with a leader that stands still; <see langword="null"/> when nothing is known.</summary>
    public TimeSpan? Drain => Sync switch
    {
        { LagBytes: 0 } => TimeSpan.Zero,
        { AppliedBytesPerSecond: > 0 and var rate } => TimeSpan.FromSeconds(Math.Min(Sync.LagBytes / rate, TimeSpan.FromDays(365).TotalSeconds)),
        _ => Sync.CatchUp,
    };

    /// <summary>What is the matter with the sync, and what is known to differ.</summary>
    public IEnumerable<Finding> AllProblems() => Sync.Problems.Concat(Verification.Items.Where(item => item.IsDifferent).Select(item => new Finding(
        item.Name,
        $"it differs although the follower has caught up: {string.Join(", ", item.FirstDifferences.Take(3))}",
        "Find out who writes to the side that follows; then cancel, and migrate again",
        IsBlocking: true)));
}

namespace Orchestrator.Core.Ports;

/// <summary>What a comparison that runs beside the sync has proven so far.</summary>
/// <param name="Items">One row per table or tree.</param>
public sealed record VerificationStatus(IReadOnlyList<VerifiedItem> Items)
{
    /// <summary>How many rows or files were compared since the beginning of the present pass over everything.</summary>
    public long ComparedCount { get; init; }

    /// <summary>How many rows or files there are, as far as it is known.</summary>
    public long TotalCount { get; init; }

    /// <summary>How many rows or files have changed since they were last found equal. What a freeze has to compare.</summary>
    public long PendingCount => Items.Sum(item => item.PendingCount);

    /// <summary>How long comparing what is pending will take in a freeze.</summary>
    public TimeSpan PredictedComparison { get; init; }

    /// <summary>Whether everything was found equal at least once, and nothing is known to differ.</summary>
    public bool IsProven => Items.All(item => item is { ProvenAt: not null, IsDifferent: false });
}

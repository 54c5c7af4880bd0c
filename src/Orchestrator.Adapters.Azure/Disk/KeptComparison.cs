using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>What came of reading a disk back, kept until its access is closed, so that it is not read again for that.</summary>
/// <param name="Comparison">The result; <see langword="null"/> when it could not be compared.</param>
/// <param name="Reference">What it was compared with.</param>
/// <param name="At">When.</param>
internal sealed record KeptComparison(DataComparison? Comparison, string Reference, DateTimeOffset At)
{
    /// <summary>When the disk had last changed hands before it was read, in Azure's words.</summary>
    /// <value><see langword="null"/> when no machine ever had it.</value>
    public string? Owned { get; init; }

    /// <summary>Why it could not be compared.</summary>
    /// <value><see langword="null"/> when it could.</value>
    public FailedReading? Failure { get; init; }
}

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>How much may be compared in a slice: by time, and by the bytes that take about that time.</summary>
internal sealed class Budget(TimeSpan atMost, double bytesPerSecond, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();
    private double _bytes = atMost.TotalSeconds * bytesPerSecond;

    /// <summary>Whether there is some left.</summary>
    internal bool IsLeft => _bytes > 0 && time.GetElapsedTime(_startedAt) < atMost;

    /// <summary>Takes the share of an entry.</summary>
    internal void Take(long sizeBytes) => _bytes -= sizeBytes + 4096;
}

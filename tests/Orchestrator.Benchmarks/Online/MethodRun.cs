namespace Orchestrator.Benchmarks.Online;

/// <summary>One run of one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Database">The database it moved.</param>
internal sealed record MethodRun(string Method, string Database)
{
    /// <summary>Copying everything, until the copy is usable.</summary>
    public double? CopySeconds { get; init; }

    /// <summary>From the last write that the source acknowledged to the first that the target accepted, as a client sees it.</summary>
    public double? FreezeMilliseconds { get; init; }

    /// <summary>What the time between is spent on.</summary>
    public IReadOnlyDictionary<string, double> FreezeParts { get; init; } = new Dictionary<string, double>();

    /// <summary>Comparing all content of both sides.</summary>
    public double? CompareSeconds { get; init; }

    /// <summary>The same by the peer's way, on the same two sides.</summary>
    public double? PeerCompareSeconds { get; init; }

    /// <summary>Until everything was compared once beside the sync, while clients wrote.</summary>
    public double? ProveSeconds { get; init; }

    /// <summary>The most memory that the migrating process held.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>How fast clients really wrote.</summary>
    public double? WritesPerSecond { get; init; }

    /// <summary>What is wrong with the target; nothing when it is right.</summary>
    public IReadOnlyList<string> Wrong { get; init; } = [];

    /// <summary>Why it did not come to an end.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it came to an end and the target was right.</summary>
    public bool IsRight => Error is null && Wrong.Count == 0;
}

namespace Orchestrator.Core.Ports;

/// <summary>A table or tree, and when it was last found equal on both sides.</summary>
/// <param name="Name">Its name, for example <c>public.orders</c>.</param>
/// <param name="Count">Rows or files that were compared.</param>
/// <param name="Checksum">The checksum of what was compared; the same on both sides where it is proven.</param>
/// <param name="ProvenAt">When the last of its parts was found equal; <see langword="null"/> before all of it was.</param>
public sealed record VerifiedItem(string Name, long Count, string Checksum, DateTimeOffset? ProvenAt)
{
    /// <summary>How many of its rows or files have changed since they were last found equal.</summary>
    public long PendingCount { get; init; }

    /// <summary>The first things that differ although the follower has passed the leader's position: keys of rows, paths of files. At most 10.</summary>
    public IReadOnlyList<string> FirstDifferences { get; init; } = [];

    /// <summary>Whether it is known to differ.</summary>
    public bool IsDifferent => FirstDifferences.Count > 0;
}

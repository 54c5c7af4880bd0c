namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What a pass over the leader found and did.</summary>
/// <param name="StartedAt">When it began: what had changed before is in it.</param>
internal sealed record PassResult(DateTimeOffset StartedAt)
{
    /// <summary>How many entries the leader has.</summary>
    public long EntryCount { get; init; }

    /// <summary>How many entries were made, changed or removed on the follower.</summary>
    public long ChangedCount { get; init; }

    /// <summary>How many bytes were copied.</summary>
    public long CopiedBytes { get; init; }

    /// <summary>How many entries have to be looked at again: they changed meanwhile, or a moment ago.</summary>
    public long UnsettledCount { get; init; }

    /// <summary>The bytes of changes that are known and not copied.</summary>
    public long LagBytes { get; init; }

    /// <summary>Whether nothing was found to do, and nothing has to be looked at again.</summary>
    internal bool IsQuiet => ChangedCount == 0 && IsSettled;

    /// <summary>Whether nothing has to be looked at again: of a leader that stands still, the follower has everything.</summary>
    internal bool IsSettled => UnsettledCount == 0 && LagBytes == 0;
}

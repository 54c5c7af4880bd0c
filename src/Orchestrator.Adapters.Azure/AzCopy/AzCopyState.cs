namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>What is known of a component's job between runs.</summary>
internal sealed record AzCopyState
{
    /// <summary>The seal of the ledger that it copies.</summary>
    public required string Ledger { get; init; }

    /// <summary>Where it copies to.</summary>
    public required string Target { get; init; }

    /// <summary>The job's id; <see langword="null"/> before azcopy has told it.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether the job has ended well.</summary>
    public bool IsDone { get; init; }
}

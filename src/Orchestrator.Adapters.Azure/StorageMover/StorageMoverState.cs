namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>What is known of a component's job between runs.</summary>
internal sealed record StorageMoverState
{
    /// <summary>The seal of the ledger that it copies.</summary>
    public required string Ledger { get; init; }

    /// <summary>The name of the job run that is waited for; <see langword="null"/> before one was started.</summary>
    public string? Run { get; init; }

    /// <summary>Job runs that are over for good. Any other of the job is the one that was started last.</summary>
    public IReadOnlyList<string> Over { get; init; } = [];

    /// <summary>Whether a run has ended well.</summary>
    public bool IsDone { get; init; }
}

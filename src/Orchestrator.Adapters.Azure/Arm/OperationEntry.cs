namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>What is kept of an operation, so that a restart takes it up.</summary>
internal sealed record OperationEntry
{
    /// <summary>Names it.</summary>
    public required string Key { get; init; }

    /// <summary>The step that started it.</summary>
    public required string Step { get; init; }

    /// <summary>How far it is.</summary>
    public required OperationState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Which run of the host noted this, to tell a restart.</summary>
    public required string Host { get; init; }

    /// <summary>Where Azure tells how far it is; <see langword="null"/> when only the resource does.</summary>
    public Uri? PollUrl { get; init; }

    /// <summary>Whether that is the header <c>Azure-AsyncOperation</c>, whose answers tell the status in their body.</summary>
    public bool IsAsyncOperation { get; init; }
}

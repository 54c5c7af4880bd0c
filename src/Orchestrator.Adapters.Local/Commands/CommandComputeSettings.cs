namespace Orchestrator.Adapters.Local.Commands;

/// <summary>A workload that the operator's own commands start and stop.</summary>
internal sealed record CommandComputeSettings
{
    /// <summary>Starts it. Not run when <see cref="Status"/> says that it runs.</summary>
    public required CommandCall Start { get; init; }

    /// <summary>Stops it and returns when nothing of it runs. Not run when <see cref="Status"/> says so already.</summary>
    public required CommandCall Stop { get; init; }

    /// <summary>Ends with 0 when it runs and is healthy, 3 when it is stopped, 1 or 2 when it runs and is not healthy (the codes of LSB init scripts).</summary>
    public required CommandCall Status { get; init; }

    /// <summary>Where it serves, for example <c>10.1.2.3:8080</c>.</summary>
    public string? Address { get; init; }

    /// <summary>How long it may take to become healthy or to be gone after the command has ended.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);
}

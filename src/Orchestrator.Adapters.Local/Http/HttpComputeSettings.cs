namespace Orchestrator.Adapters.Local.Http;

/// <summary>A workload that the operator's own endpoints start and stop.</summary>
internal sealed record HttpComputeSettings
{
    /// <summary>Starts it. Not called when <see cref="Status"/> says that it runs.</summary>
    public required HttpCall Start { get; init; }

    /// <summary>Stops it and is done when nothing of it runs. Not called when <see cref="Status"/> says so already.</summary>
    public required HttpCall Stop { get; init; }

    /// <summary>Answers <c>{ "state": "running" | "stopped" | "unhealthy" }</c>; 2xx without that means running, 404 and 410 mean stopped.</summary>
    public required HttpCall Status { get; init; }

    /// <summary>Where it serves, for example <c>10.1.2.3:8080</c>.</summary>
    public string? Address { get; init; }

    /// <summary>How long it may take to become healthy or to be gone after the endpoint has answered.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);
}

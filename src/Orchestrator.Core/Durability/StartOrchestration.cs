namespace Orchestrator.Core.Durability;

/// <summary>What to start.</summary>
/// <param name="Name">The registered name of the orchestration.</param>
/// <param name="Input">A small, serializable value without secrets.</param>
public sealed record StartOrchestration(string Name, object? Input = null)
{
    /// <summary>The id of the instance: 1 to 100 printable ASCII characters, not starting with '@'.</summary>
    /// <value>Made by the engine when <see langword="null"/>, the default.</value>
    public string? InstanceId { get; init; }

    /// <summary>The version of the instance.</summary>
    /// <value>The engine's default version when <see langword="null"/>, the default.</value>
    public string? Version { get; init; }

    /// <summary>When to start.</summary>
    /// <value>At once when <see langword="null"/>, the default.</value>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Whether an instance of that id that has ended may be replaced. One that has not ended never is.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool ReplaceFinished { get; init; }
}

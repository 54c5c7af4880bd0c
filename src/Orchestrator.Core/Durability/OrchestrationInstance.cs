using System.Text.Json;

namespace Orchestrator.Core.Durability;

/// <summary>An instance as seen from the outside.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">The registered name of its orchestration.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="LastUpdatedAt">When its state or history last changed.</param>
public sealed record OrchestrationInstance(
    string InstanceId, string Name, OrchestrationState State, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt)
{
    /// <summary>The version it was started with; empty when none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The id of its parent, when it is a child and the host tells: Durable Functions does not.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Its input as JSON.</summary>
    public string? InputJson { get; init; }

    /// <summary>Its result as JSON, or the reason of a termination.</summary>
    public string? OutputJson { get; init; }

    /// <summary>What it last published with <see cref="IOrchestrationContext.SetCustomStatus"/>, as JSON.</summary>
    public string? CustomStatusJson { get; init; }

    /// <summary>
    /// Why it failed, when it did. On an instance that has not ended: why it cannot go on for the time being, for
    /// example because its code no longer matches its history; it goes on by itself when the cause is gone.
    /// </summary>
    public FailureDetails? Failure { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsFinished => State is OrchestrationState.Completed or OrchestrationState.Failed or OrchestrationState.Terminated;

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">The type it was serialized from.</typeparam>
    /// <returns>The input, or the default of <typeparamref name="T"/>.</returns>
    /// <exception cref="JsonException">The input is not of that type.</exception>
    public T? ReadInput<T>() => DurableJson.Read<T>(InputJson);

    /// <summary>Reads the result.</summary>
    /// <typeparam name="T">The type it was serialized from.</typeparam>
    /// <returns>The result, or the default of <typeparamref name="T"/>.</returns>
    /// <exception cref="JsonException">The result is not of that type.</exception>
    public T? ReadOutput<T>() => DurableJson.Read<T>(OutputJson);

    /// <summary>Reads the custom status.</summary>
    /// <typeparam name="T">The type it was serialized from.</typeparam>
    /// <returns>The status, or the default of <typeparamref name="T"/>.</returns>
    /// <exception cref="JsonException">The status is not of that type.</exception>
    public T? ReadCustomStatus<T>() => DurableJson.Read<T>(CustomStatusJson);
}

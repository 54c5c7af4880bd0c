using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>What the hub knows of an instance.</summary>
internal sealed record InstanceRow(long Key, string InstanceId, string Name, string Version)
{
    public OrchestrationState State { get; init; }

    public int Run { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public ParentLink? Parent { get; init; }

    public string? InputJson { get; init; }

    public string? CustomStatusJson { get; init; }

    public string? OutputJson { get; init; }

    public FailureDetails? Failure { get; init; }

    public static bool IsEnd(OrchestrationState state) =>
        state is OrchestrationState.Completed or OrchestrationState.Failed or OrchestrationState.Terminated;

    public OrchestrationInstance ToInstance() => new(InstanceId, Name, State, CreatedAt, UpdatedAt)
    {
        Version = Version,
        ParentInstanceId = Parent?.InstanceId,
        InputJson = InputJson,
        OutputJson = OutputJson,
        CustomStatusJson = CustomStatusJson,
        Failure = Failure,
    };
}

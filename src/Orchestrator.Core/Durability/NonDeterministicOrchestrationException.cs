namespace Orchestrator.Core.Durability;

/// <summary>The code of an orchestration did something else on replay than its history records.</summary>
/// <param name="instanceId">The instance.</param>
/// <param name="sequenceId">The sequence id of the action.</param>
/// <param name="recorded">What the history records, for example "TaskScheduled StopSource".</param>
/// <param name="replayed">What the code asked for now; "nothing" when it asked for no such action.</param>
public sealed class NonDeterministicOrchestrationException(string instanceId, int sequenceId, string recorded, string replayed)
    : OrchestratorException(
        $"The orchestration '{instanceId}' did not replay: action {sequenceId} was '{recorded}' when it ran and is '{replayed}' now.",
        isTransient: false)
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The sequence id of the action.</summary>
    public int SequenceId { get; } = sequenceId;

    /// <summary>What the history records.</summary>
    public string Recorded { get; } = recorded;

    /// <summary>What the code asked for now.</summary>
    public string Replayed { get; } = replayed;

    /// <inheritdoc/>
    public override string Remedy =>
        "Run the version of the orchestrator that started this instance, or branch on the context's Version where the code changed.";
}

using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Ports;

/// <summary>
/// Something outside of the host works on a step and will for a while, or asked to be left alone for a while. The activity
/// ends here, a durable timer waits, and the same step is run again, which takes up the same operation. It is no failure:
/// it counts as no attempt and is not tried more often for it.
/// </summary>
/// <param name="what">What is waited for, as a sentence without secrets; shown as the summary of the step meanwhile.</param>
/// <param name="lookAgainAfter">How long to wait. Above zero; hours are fine.</param>
public sealed class OperationPendingException(string what, TimeSpan lookAgainAfter) : OrchestratorException(what, isTransient: true)
{
    /// <summary>How long to wait before the step is run again.</summary>
    public TimeSpan LookAgainAfter { get; } = lookAgainAfter;

    /// <inheritdoc/>
    public override string Remedy => "Nothing is to be done: it is looked at again by itself.";
}

using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Activities;

/// <summary>A step failed; the error of its adapter without secrets.</summary>
/// <param name="message">What happened, to which thing, and what the reader can do.</param>
/// <param name="remedy">What the reader can do, when the error knew.</param>
/// <param name="isTransient">Whether trying again may help.</param>
internal sealed class StepException(string message, string? remedy, bool isTransient) : OrchestratorException(message, isTransient)
{
    /// <inheritdoc/>
    public override string? Remedy { get; } = remedy;
}

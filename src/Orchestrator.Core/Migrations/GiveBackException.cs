namespace Orchestrator.Core.Migrations;

/// <summary>A step of a freeze cannot be done in time: writes are given back, and it may be tried again later.</summary>
/// <param name="step">The step.</param>
/// <param name="reason">Why, as a sentence.</param>
internal sealed class GiveBackException(Step step, string reason) : Exception(reason)
{
    /// <summary>The step that could not be done.</summary>
    public Step Step { get; } = step;

    /// <summary>Whether trying again by itself may help; otherwise a person decides.</summary>
    public required bool IsTransient { get; init; }
}

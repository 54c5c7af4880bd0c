namespace Orchestrator.Core.Migrations;

/// <summary>An operator's decision about a held step, or about undos that keep failing.</summary>
/// <param name="Action">What to do.</param>
public sealed record StepDecision(StepAction Action)
{
    /// <summary>The held step; whichever is held when <see langword="null"/>, the default.</summary>
    public string? Step { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Comment { get; init; }
}

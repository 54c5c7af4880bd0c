namespace Orchestrator.Core.Plans;

/// <summary>How long the way back is kept open after cutover.</summary>
public sealed record FallbackPlan
{
    /// <summary>How long the source is kept.</summary>
    /// <value>14 days by default; zero closes the window at once.</value>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Whether the source follows the target after cutover, so that going back loses nothing. Online strategy only.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool ReverseSync { get; init; }
}

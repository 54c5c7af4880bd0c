using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans;

/// <summary>A time in which a workload may be down.</summary>
public sealed record DowntimeWindow
{
    /// <summary>When it begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How long it lasts; more than zero.</summary>
    [Positive]
    public required TimeSpan Duration { get; init; }
}

using Orchestrator.Core.Plans;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>The input of a light migration; what is read of a real one's is there as well.</summary>
internal sealed record LoadInput(MigrationPlan Plan, string StartedBy, bool Rehearsal)
{
    public required int Index { get; init; }

    public int Turn { get; init; }

    public required int Turns { get; init; }

    /// <summary>Until the first change.</summary>
    public required TimeSpan Offset { get; init; }

    /// <summary>From one change to the next.</summary>
    public required TimeSpan Every { get; init; }
}

using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Plans;

/// <summary>What came of reading a plan: the plan, or everything that is the matter with it.</summary>
public sealed record PlanResult
{
    internal PlanResult(string file, MigrationPlan? plan, IReadOnlyList<PlanProblem> problems) =>
        (File, Plan, Problems) = (file, plan, problems);

    /// <summary>The file as its reader named it.</summary>
    public string File { get; }

    /// <summary>The valid plan; <see langword="null"/> when there are problems.</summary>
    public MigrationPlan? Plan { get; }

    /// <summary>Everything that is the matter, in the order of the file; empty for a valid plan.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; }

    /// <summary>Whether there is a plan and no problem.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsValid => Plan is not null;

    /// <summary>The plan, for callers that cannot go on without one.</summary>
    /// <returns>The valid plan.</returns>
    /// <exception cref="PlanInvalidException">There are problems.</exception>
    public MigrationPlan OrThrow() => Plan ?? throw new PlanInvalidException(File, Problems);
}

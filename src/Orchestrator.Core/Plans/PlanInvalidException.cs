using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Plans;

/// <summary>A plan has problems. HTTP 422.</summary>
/// <param name="file">The file as its reader named it.</param>
/// <param name="problems">Everything that is the matter with it; at least one.</param>
public sealed class PlanInvalidException(string file, IReadOnlyList<PlanProblem> problems)
    : OrchestratorException($"The plan '{file}' has {Count(problems)}:\n{string.Join('\n', problems)}", isTransient: false)
{
    /// <summary>The file as its reader named it.</summary>
    public string File { get; } = file;

    /// <summary>Everything that is the matter with it, in the order of the file.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; } = problems;

    /// <inheritdoc/>
    public override string Remedy => "Put the problems right and try again; nothing was started.";

    private static string Count(IReadOnlyList<PlanProblem> problems) =>
        problems.Count == 1 ? "a problem" : $"{problems.Count} problems";
}

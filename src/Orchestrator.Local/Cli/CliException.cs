using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli;

/// <summary>A verb cannot do what was asked: said in plain words and without a stack trace.</summary>
internal sealed class CliException(int exitCode, string message, string? remedy = null, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public string? Remedy { get; } = remedy;

    /// <summary>What is the matter with a plan; none for other errors.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; init; } = [];
}

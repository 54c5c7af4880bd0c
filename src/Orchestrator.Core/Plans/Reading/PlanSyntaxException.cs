namespace Orchestrator.Core.Plans.Reading;

/// <summary>The text is not a document that a plan could be in; reading stops at this place.</summary>
internal sealed class PlanSyntaxException(int line, int column, string problem, string? remedy = null, Exception? inner = null)
    : Exception(problem, inner)
{
    public int Line { get; } = Math.Max(1, line);

    public int Column { get; } = Math.Max(1, column);

    public string? Remedy { get; } = remedy;
}

namespace Orchestrator.Core.Activities;

/// <summary>The result of every step's activity: small and without secrets; the evidence itself lies in the ledger.</summary>
/// <param name="Summary">What was done or found, in one sentence.</param>
/// <param name="EvidenceHash">The SHA-256 of the step's evidence; <see langword="null"/> when it has none.</param>
public sealed record StepOutcome(string Summary, string? EvidenceHash = null)
{
    /// <summary>How long to wait before the step is run again, because something outside still works on it.</summary>
    /// <value><see langword="null"/> when the step is done.</value>
    public TimeSpan? LookAgainAfter { get; init; }

    /// <summary>Whether looking again would come after the request's deadline. The activity decides, so that a replay finds the decision in the history.</summary>
    /// <value><see langword="false"/> by default, and in the histories of versions that did not decide it here.</value>
    public bool IsTooLate { get; init; }
}

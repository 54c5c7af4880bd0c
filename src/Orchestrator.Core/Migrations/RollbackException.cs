namespace Orchestrator.Core.Migrations;

/// <summary>Ends a flow so that its undos run; never leaves the runbook.</summary>
/// <param name="reason">Why, as a sentence.</param>
internal sealed class RollbackException(string reason) : Exception(reason)
{
    /// <summary>Whether the target was stopped and what going back loses is known to be nothing, or accepted.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsPrepared { get; init; }
}

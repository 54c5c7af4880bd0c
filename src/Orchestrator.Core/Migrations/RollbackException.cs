namespace Orchestrator.Core.Migrations;

/// <summary>Ends a flow so that its undos run; never leaves the runbook.</summary>
/// <param name="reason">Why, as a sentence.</param>
internal sealed class RollbackException(string reason) : Exception(reason);

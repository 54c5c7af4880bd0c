namespace Orchestrator.Core.Migrations;

/// <summary>Who may decide at a gate.</summary>
internal static class GateRules
{
    /// <summary>Requires that a caller may decide at a gate.</summary>
    /// <exception cref="NotAllowedException">The plan does not let them.</exception>
    public static void RequireMayDecide(MigrationInput input, string gate, GateDecision decision, Caller caller)
    {
        var rules = input.Plan.Approvals[gate];
        if (!rules.From.Contains(caller.Name) && !rules.From.Intersect(caller.Roles).Any())
            throw new NotAllowedException(caller.Name, $"'{gate}' is decided by {string.Join(", ", rules.From)}.");
        if (decision.IsApproved && rules.NotByStarter && caller.Name == input.StartedBy)
            throw new NotAllowedException(caller.Name, $"whoever started the migration may not approve '{gate}'.");
    }
}

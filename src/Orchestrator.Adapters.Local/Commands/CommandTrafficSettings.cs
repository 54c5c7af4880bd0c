namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Traffic that the operator's own commands switch. Requests cannot be held.</summary>
internal sealed record CommandTrafficSettings
{
    /// <summary>Sends users to the side in <c>ORCHESTRATOR_SIDE</c>, <c>source</c> or <c>target</c>, and returns when that is in force.</summary>
    public required CommandCall Set { get; init; }

    /// <summary>Prints the side that users are sent to: <c>source</c> or <c>target</c>.</summary>
    public required CommandCall Get { get; init; }

    /// <summary>Goes the users' way and fails unless it reaches the side in <c>ORCHESTRATOR_SIDE</c>; prints what it saw.</summary>
    public required CommandCall Confirm { get; init; }
}

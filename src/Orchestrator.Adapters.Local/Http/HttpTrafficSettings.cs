namespace Orchestrator.Adapters.Local.Http;

/// <summary>Traffic that the operator's own endpoints switch. Requests cannot be held.</summary>
internal sealed record HttpTrafficSettings
{
    /// <summary>Sends users to the <c>side</c> of its body, <c>source</c> or <c>target</c>, and is done when that is in force.</summary>
    public required HttpCall Set { get; init; }

    /// <summary>Answers <c>{ "side": "source" | "target" }</c>.</summary>
    public required HttpCall Get { get; init; }

    /// <summary>Goes the users' way and refuses unless it reaches the <c>side</c> of its body; the first line of its answer is what it saw.</summary>
    public required HttpCall Confirm { get; init; }
}

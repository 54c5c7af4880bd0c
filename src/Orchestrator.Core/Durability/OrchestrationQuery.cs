namespace Orchestrator.Core.Durability;

/// <summary>Which instances to list or purge. All given conditions must hold.</summary>
public sealed record OrchestrationQuery
{
    /// <summary>Only instances in one of these states; every state when empty, the default.</summary>
    public IReadOnlyList<OrchestrationState> States { get; init; } = [];

    /// <summary>Only instances created at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only instances created at this time or earlier.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Only instances whose state, status or history last changed at this time or later.</summary>
    public DateTimeOffset? UpdatedFrom { get; init; }

    /// <summary>Only instances whose id starts like this.</summary>
    public string? InstanceIdPrefix { get; init; }

    /// <summary>Only instances of one of these orchestrations; of every when empty, the default.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many instances a page holds at most.</summary>
    /// <value>100 by default; 1 to 1,000.</value>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page starts: the token of the page before.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>Whether inputs and outputs are read as well.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool WithInputsAndOutputs { get; init; } = true;
}

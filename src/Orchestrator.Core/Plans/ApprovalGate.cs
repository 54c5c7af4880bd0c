using System.ComponentModel.DataAnnotations;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans;

/// <summary>A point where people decide whether the migration goes on.</summary>
public sealed record ApprovalGate
{
    /// <summary>How many different people must approve.</summary>
    /// <value>1 by default; 1 to 10.</value>
    [Range(1, 10)]
    public int Required { get; init; } = 1;

    /// <summary>Who may decide: roles or names of callers.</summary>
    /// <value>The role <c>approver</c> by default.</value>
    [MinLength(1)]
    public IReadOnlyList<string> From { get; init; } = ["approver"];

    /// <summary>How long the gate waits.</summary>
    /// <value>24 hours by default.</value>
    [Positive]
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What happens when nobody decides in time.</summary>
    /// <value><see cref="ExpiryPolicy.Rollback"/> by default.</value>
    public ExpiryPolicy OnExpiry { get; init; }

    /// <summary>How often the approvers are reminded.</summary>
    /// <value>Every 4 hours by default.</value>
    [Positive]
    public TimeSpan RemindEvery { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Whether the person who started the migration may not approve it.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool NotByStarter { get; init; }
}

using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Activities;

/// <summary>The input of <see cref="SendNotification"/>.</summary>
/// <param name="Id">The same when the activity runs again, so that receivers can drop a repetition.</param>
/// <param name="Plan">The plan; its <see cref="MigrationPlan.Notify"/> says who is told.</param>
/// <param name="Event">What happened.</param>
/// <param name="Text">One sentence for people.</param>
public sealed record NotificationRequest(Guid Id, MigrationPlan Plan, NotificationEvent Event, string Text)
{
    /// <summary>The gate that waits, when one does.</summary>
    public string? Gate { get; init; }
}

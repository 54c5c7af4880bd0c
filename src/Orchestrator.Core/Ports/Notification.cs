using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>What people are told.</summary>
/// <param name="Id">The same on every repetition.</param>
/// <param name="Event">What happened.</param>
/// <param name="MigrationId">The migration.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Text">One sentence for people, without secrets.</param>
public sealed record Notification(string Id, NotificationEvent Event, string MigrationId, string Workload, string Text)
{
    /// <summary>Where people see it and decide: a page of the dashboard, absolute when the host knows where it is reached. Holds no key.</summary>
    public string? Link { get; init; }
}

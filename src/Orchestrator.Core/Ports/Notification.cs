using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>What people are told.</summary>
/// <param name="Id">The same on every repetition.</param>
/// <param name="Event">What happened.</param>
/// <param name="MigrationId">The migration.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Text">One sentence for people, without secrets.</param>
public sealed record Notification(string Id, NotificationEvent Event, string MigrationId, string Workload, string Text);

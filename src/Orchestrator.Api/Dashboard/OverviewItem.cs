namespace Orchestrator.Api.Dashboard;

/// <summary>A row as it is sent: written once for all viewers.</summary>
internal sealed record OverviewItem(string Id, DateTimeOffset StartedAt, byte[] Json);

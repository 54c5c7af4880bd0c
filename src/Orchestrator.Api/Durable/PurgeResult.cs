namespace Orchestrator.Api.Durable;

/// <summary>How many instances were removed.</summary>
internal sealed record PurgeResult(int InstancesDeleted);

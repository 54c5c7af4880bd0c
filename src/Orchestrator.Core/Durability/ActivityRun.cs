namespace Orchestrator.Core.Durability;

/// <summary>One delivery of an activity.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Name">The registered name of the activity.</param>
/// <param name="DeliveryCount">How many times it was delivered, this one included. More than 1: an earlier run may have died half way.</param>
public sealed record ActivityRun(string InstanceId, string Name, int DeliveryCount);

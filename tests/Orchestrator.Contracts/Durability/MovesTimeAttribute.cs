namespace Orchestrator.Contracts.Durability;

/// <summary>A promise that can only be tried where a test can move the clock.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MovesTimeAttribute : Attribute;

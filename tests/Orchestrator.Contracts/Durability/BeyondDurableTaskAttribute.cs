namespace Orchestrator.Contracts.Durability;

/// <summary>A promise that our own engines make beyond those of the Durable Task runtime. No flow may rely on it.</summary>
/// <param name="instead">What the runtime does instead.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BeyondDurableTaskAttribute(string instead) : Attribute
{
    /// <summary>What the runtime does instead.</summary>
    public string Instead { get; } = instead;
}

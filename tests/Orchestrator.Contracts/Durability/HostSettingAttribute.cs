namespace Orchestrator.Contracts.Durability;

/// <summary>A promise about a setting of the host around the engine.</summary>
/// <param name="where">Where it is set.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HostSettingAttribute(string where) : Attribute
{
    /// <summary>Where it is set.</summary>
    public string Where { get; } = where;
}

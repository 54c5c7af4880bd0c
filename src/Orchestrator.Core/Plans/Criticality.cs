using System.Text.Json.Serialization;

namespace Orchestrator.Core.Plans;

/// <summary>What an outage costs the business.</summary>
public enum Criticality
{
    /// <summary>Nobody waits for it.</summary>
    Low,

    /// <summary>Work slows down.</summary>
    Medium,

    /// <summary>Work stops.</summary>
    High,

    /// <summary>The business stops.</summary>
    [JsonStringEnumMemberName("mission-critical")]
    MissionCritical,
}

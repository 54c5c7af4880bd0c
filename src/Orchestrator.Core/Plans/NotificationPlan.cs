using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Core.Plans;

/// <summary>Who is told about what.</summary>
public sealed record NotificationPlan : IAdapterSpec
{
    /// <inheritdoc/>
    public required string Kind { get; init; }

    /// <summary>What they are told about; everything when empty, the default.</summary>
    public IReadOnlyList<NotificationEvent> On { get; init; } = [];

    /// <inheritdoc/>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();
}

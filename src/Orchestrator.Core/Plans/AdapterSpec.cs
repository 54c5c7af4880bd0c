using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Core.Plans;

/// <summary>Which adapter does something, and its settings.</summary>
public sealed record AdapterSpec : IAdapterSpec
{
    /// <inheritdoc/>
    public required string Kind { get; init; }

    /// <inheritdoc/>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();
}

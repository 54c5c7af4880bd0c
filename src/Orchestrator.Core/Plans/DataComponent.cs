using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans;

/// <summary>One body of data that is moved: a database, a tree of files.</summary>
public sealed record DataComponent : IAdapterSpec
{
    private static readonly JsonElement NoKeys = JsonElement.Parse("{}");

    /// <summary>Its name in the plan: a DNS label, unique in the plan.</summary>
    [DnsLabel]
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Kind { get; init; }

    /// <summary>Where it is today: the adapter's keys.</summary>
    public JsonElement Source { get; init; } = NoKeys;

    /// <summary>Where it goes: the adapter's keys.</summary>
    public JsonElement Target { get; init; } = NoKeys;

    /// <inheritdoc/>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();
}

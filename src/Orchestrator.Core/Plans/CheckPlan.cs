using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans;

/// <summary>Something that must hold on the target before users are sent there.</summary>
public sealed record CheckPlan : IAdapterSpec
{
    /// <summary>Its name in the plan: a DNS label, unique among the checks.</summary>
    [DnsLabel]
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Kind { get; init; }

    /// <summary>The data component that it looks at, for kinds that look at data.</summary>
    public string? Data { get; init; }

    /// <inheritdoc/>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();
}

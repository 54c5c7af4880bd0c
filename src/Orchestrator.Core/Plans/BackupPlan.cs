using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans;

/// <summary>Where backups are stored and how long they are kept.</summary>
public sealed record BackupPlan : IAdapterSpec
{
    /// <inheritdoc/>
    public required string Kind { get; init; }

    /// <summary>How long a backup is kept after the migration has ended.</summary>
    /// <value>30 days by default.</value>
    [Positive]
    public TimeSpan Retain { get; init; } = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();
}

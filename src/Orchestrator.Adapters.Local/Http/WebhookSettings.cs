using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>An address that takes notifications, for example an incoming webhook of Teams or Slack.</summary>
internal sealed record WebhookSettings
{
    /// <summary>The address; as a rule a secret (<c>env:</c>, <c>file:</c>).</summary>
    [MinLength(1)]
    public required string Url { get; init; }

    /// <summary>Header fields. Values may be secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

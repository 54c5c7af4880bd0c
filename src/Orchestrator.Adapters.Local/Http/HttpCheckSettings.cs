using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>A page that must answer as expected.</summary>
internal sealed record HttpCheckSettings
{
    /// <summary>The address, for example <c>http://{target}/health</c>. May be a secret.</summary>
    [MinLength(1)]
    public required string Url { get; init; }

    /// <summary>The method.</summary>
    /// <value><c>GET</c> by default.</value>
    [RegularExpression("^(GET|HEAD|POST)$")]
    public string Method { get; init; } = "GET";

    /// <summary>Header fields. Values may be secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The status that it must answer with.</summary>
    /// <value>200 by default.</value>
    [Range(100, 599)]
    public int ExpectStatus { get; init; } = 200;

    /// <summary>A text that its answer must contain.</summary>
    public string? ExpectBody { get; init; }

    /// <summary>How long it is asked again until it answers as expected.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);
}

using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>An endpoint and how a plan wants it called.</summary>
internal sealed record HttpCall
{
    /// <summary>The address. May be a secret (<c>env:</c>, <c>file:</c>) and hold placeholders such as <c>{target}</c>.</summary>
    [MinLength(1)]
    public required string Url { get; init; }

    /// <summary>The method.</summary>
    /// <value><c>POST</c> by default; for questions (status, get) <c>GET</c>.</value>
    [RegularExpression("^(GET|HEAD|POST|PUT|PATCH|DELETE)$")]
    public string? Method { get; init; }

    /// <summary>Header fields. Values may be secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body; placeholders are expanded.</summary>
    /// <value>By default a JSON object that says what is asked: <c>operationId, migrationId, step, action, workload, rehearsal, part, side, receipt</c>.</value>
    public string? Body { get; init; }

    /// <summary>The type of <see cref="Body"/>.</summary>
    /// <value><c>application/json</c> by default.</value>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The status that means success.</summary>
    /// <value>Any 2xx by default.</value>
    [Range(200, 599)]
    public int? ExpectStatus { get; init; }

    /// <summary>How long all of it may take: the call, waiting as the endpoint asks (<c>Retry-After</c>), and polling after a 202.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);
}

namespace Orchestrator.Adapters.Local.Http;

/// <summary>A request, ready to send.</summary>
/// <param name="Subject">How the endpoint is called in messages: without secrets.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, possibly secret.</param>
/// <param name="Body">The body, possibly secret.</param>
/// <param name="ContentType">The type of the body.</param>
internal sealed record HttpRequestFacts(string Subject, HttpMethod Method, Uri Url, string? Body, string ContentType)
{
    /// <summary>Header fields, possibly secret.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

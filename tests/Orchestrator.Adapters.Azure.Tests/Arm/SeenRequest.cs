namespace Orchestrator.Adapters.Azure.Tests.Arm;

/// <summary>A request that was sent.</summary>
internal sealed record SeenRequest(string Method, Uri Url, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Method, path and query.</summary>
    public string Line => $"{Method} {Url.PathAndQuery}";
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

/// <summary>
/// Adds to the emulator what it lacks: a container that says that it has version-level immutability, policies, and blobs
/// that stay in the archive tier for a while after they were asked back.
/// </summary>
internal sealed class ArchiveWire : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, (string Until, string Mode)> _policies = new();
    private readonly ConcurrentDictionary<string, string> _rehydrating = new();

    public ArchiveWire()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Whether the container can keep its blobs from being changed.</summary>
    public bool HasImmutability { get; init; } = true;

    /// <summary>The policies that were set, by the blob's path.</summary>
    public IReadOnlyDictionary<string, (string Until, string Mode)> Policies => _policies;

    /// <summary>The blobs that were asked back, with the priority.</summary>
    public IReadOnlyDictionary<string, string> Rehydrating => _rehydrating;

    /// <summary>How often a policy was set.</summary>
    public int PoliciesSet { get; private set; }

    /// <summary>How much content was uploaded, in requests.</summary>
    public int Uploads { get; private set; }

    public void Attach(BlobClientOptions options) => options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false));

    /// <summary>What was asked back is there.</summary>
    public void EndRehydration() => _rehydrating.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (path, query) = (Uri.UnescapeDataString(request.RequestUri!.AbsolutePath), request.RequestUri.Query);
        if (query.Contains("comp=immutabilityPolicies", StringComparison.OrdinalIgnoreCase))
            return SetPolicy(request, path);
        if (request.Method == HttpMethod.Delete && _policies.ContainsKey(path))
            return Refuse("BlobImmutableDueToPolicy");
        if (query.Contains("comp=tier", StringComparison.Ordinal) && request.Headers.TryGetValues("x-ms-rehydrate-priority", out var priority))
            _rehydrating[path] = priority.Single();
        if (request.Method == HttpMethod.Put && query.Length == 0 && request.Content?.Headers.ContentLength > 0)
            Uploads++;
        var answer = await base.SendAsync(request, cancellationToken);
        if (query.Contains("restype=container", StringComparison.Ordinal) && !query.Contains("comp=", StringComparison.Ordinal))
            answer.Headers.TryAddWithoutValidation("x-ms-immutable-storage-with-versioning-enabled", HasImmutability ? "true" : "false");
        if (query.Contains("comp=list", StringComparison.Ordinal) && answer.IsSuccessStatusCode)
            await AddAsync(answer, path, cancellationToken);
        return answer;
    }

    private HttpResponseMessage SetPolicy(HttpRequestMessage request, string path)
    {
        PoliciesSet++;
        var (until, mode) = (request.Headers.GetValues("x-ms-immutability-policy-until-date").Single(), request.Headers.GetValues("x-ms-immutability-policy-mode").Single());
        _policies[path] = (until, mode);
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]), RequestMessage = request };
        answer.Headers.TryAddWithoutValidation("x-ms-immutability-policy-until-date", until);
        answer.Headers.TryAddWithoutValidation("x-ms-immutability-policy-mode", mode);
        return answer;
    }

    private async Task AddAsync(HttpResponseMessage answer, string container, CancellationToken cancellation)
    {
        var document = XDocument.Parse((await answer.Content.ReadAsStringAsync(cancellation)).TrimStart('\uFEFF'));
        foreach (var blob in document.Descendants("Blob"))
        {
            var (path, properties) = ($"{container.TrimEnd('/')}/{blob.Element("Name")!.Value}", blob.Element("Properties")!);
            if (_policies.TryGetValue(path, out var policy))
                properties.Add(new XElement("ImmutabilityPolicyUntilDate", policy.Until), new XElement("ImmutabilityPolicyMode", policy.Mode));
            if (!_rehydrating.ContainsKey(path))
                continue;
            properties.SetElementValue("AccessTier", "Archive");
            properties.SetElementValue("ArchiveStatus", "rehydrate-pending-to-hot");
        }

        answer.Content = new StringContent(document.ToString(), Encoding.UTF8, "application/xml");
    }

    private static HttpResponseMessage Refuse(string code)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new ByteArrayContent([]) };
        answer.Headers.TryAddWithoutValidation("x-ms-error-code", code);
        return answer;
    }
}

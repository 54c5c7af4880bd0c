using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

/// <summary>Sees every request that a store sends, before it goes out.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<(string Method, string Query, long Length)> _requests = new();

    /// <summary>How many blocks and blobs with content were sent.</summary>
    public int Uploads => _requests.Count(request => request.Method == "PUT" && !request.Query.Contains("comp=blocklist", StringComparison.Ordinal) && request.Length > 0);

    /// <summary>How much content they had, in bytes.</summary>
    public long UploadedBytes => _requests
        .Where(request => request.Method == "PUT" && !request.Query.Contains("comp=blocklist", StringComparison.Ordinal))
        .Sum(request => request.Length);

    /// <summary>How many requests asked for content.</summary>
    public int Gets => _requests.Count(request => request.Method == "GET" && !request.Query.Contains("comp=", StringComparison.Ordinal));

    public override void OnSendingRequest(HttpMessage message)
    {
        var length = message.Request.Content is { } content && content.TryComputeLength(out var known) ? known : 0;
        _requests.Enqueue((message.Request.Method.Method, message.Request.Uri.Query, length));
    }

    public void Attach(BlobClientOptions options) => options.AddPolicy(this, HttpPipelinePosition.PerRetry);

    public void Forget() => _requests.Clear();
}

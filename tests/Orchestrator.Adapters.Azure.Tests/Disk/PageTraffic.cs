using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Disk;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>Counts the pages that are written, and lets some of the writes go wrong.</summary>
internal sealed class PageTraffic() : DelegatingHandler(new SocketsHttpHandler())
{
    private int _puts;
    private long _bytes;

    /// <summary>How many writes were sent.</summary>
    public int Puts => Volatile.Read(ref _puts);

    /// <summary>How many bytes they had.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Given the number of a write, from 1: what is answered in place of the store, if anything.</summary>
    public Func<int, HttpResponseMessage?> Refuse { get; set; } = _ => null;

    /// <summary>Given the number of a write: whether a byte of it is changed on the way.</summary>
    public Func<int, bool> Damage { get; set; } = _ => false;

    /// <summary>What opens contents through this.</summary>
    public DiskContent Content => new(Configure);

    public static HttpResponseMessage Busy(HttpStatusCode status, int seconds)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent("<?xml version=\"1.0\"?><Error><Code>ServerBusy</Code><Message>busy</Message></Error>") };
        answer.Headers.Add("x-ms-error-code", "ServerBusy");
        answer.Headers.Add("Retry-After", $"{seconds}");
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Put || !request.RequestUri!.Query.Contains("comp=page", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);
        var number = Interlocked.Increment(ref _puts);
        Interlocked.Add(ref _bytes, request.Content?.Headers.ContentLength ?? 0);
        if (Refuse(number) is { } refusal)
            return refusal;
        if (Damage(number))
            await DamageAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private void Configure(BlobClientOptions options)
    {
        options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false));
        options.Retry.MaxRetries = 0;
    }

    private static async Task DamageAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var content = await request.Content!.ReadAsByteArrayAsync(cancellation);
        content[5000 % content.Length] ^= 1;
        var damaged = new ByteArrayContent(content);
        foreach (var header in request.Content.Headers)
            damaged.Headers.TryAddWithoutValidation(header.Key, header.Value);
        request.Content = damaged;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

/// <summary>Answers requests in their order with what a test has laid ready, and remembers them.</summary>
internal sealed class FakeArm : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<HttpResponseMessage>> _answers = new();

    /// <summary>The requests so far, oldest first.</summary>
    public List<SeenRequest> Requests { get; } = [];

    /// <summary>The last request.</summary>
    public SeenRequest Last => Requests[^1];

    /// <summary>Lays an answer ready.</summary>
    public FakeArm Answers(int status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() => Create(status, body, headers));
        return this;
    }

    /// <summary>Lays an error of Azure's form ready.</summary>
    public FakeArm Refuses(int status, string code, string message, params (string Name, string Value)[] headers) =>
        Answers(status, System.Text.Json.JsonSerializer.Serialize(new { error = new { code, message } }), headers);

    /// <summary>Lays a broken connection ready.</summary>
    public FakeArm Breaks(Exception? error = null)
    {
        _answers.Enqueue(() => throw error ?? new HttpRequestException("Connection reset by peer"));
        return this;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        lock (Requests)
            Requests.Add(new(request.Method.Method, request.RequestUri!, body, headers));
        return _answers.TryDequeue(out var answer) ? answer() : throw new InvalidOperationException($"Nobody expects {request.Method} {request.RequestUri}");
    }

    private static HttpResponseMessage Create(int status, string body, (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}

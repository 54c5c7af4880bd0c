namespace Orchestrator.Api.Tests.Events;

/// <summary>Reads server-sent events line by line, comments included.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private StreamReader? _reader;

    /// <summary>Follows one migration.</summary>
    public static Task<EventReader> OpenAsync(HttpClient client, string id, string? lastEventId = null) =>
        OpenPathAsync(client, $"/api/migrations/{id}/events", lastEventId);

    public static async Task<EventReader> OpenPathAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return new(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    public HttpResponseMessage Response => response;

    /// <summary>The next event or comment; <see langword="null"/> at the end of the stream.</summary>
    public async Task<ServerEvent?> NextAsync()
    {
        _reader ??= new(await response.Content.ReadAsStreamAsync());
        using var limit = new CancellationTokenSource(Patience);
        var fields = new Dictionary<string, string>();
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
                return new(fields.GetValueOrDefault("id"), fields.GetValueOrDefault("event") ?? "", fields.GetValueOrDefault("data") ?? "");
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            fields[colon == 0 ? "event" : line[..colon]] = colon == 0 ? "comment" : line[(colon + 1)..].Trim();
        }
        return null;
    }

    /// <summary>The next event of a kind.</summary>
    public async Task<ServerEvent> NextAsync(string kind)
    {
        while (await NextAsync() is { } next)
        {
            if (next.Kind == kind)
                return next;
        }
        throw new InvalidOperationException($"The stream ended without '{kind}'.");
    }

    public void Dispose()
    {
        _reader?.Dispose();
        response.Dispose();
    }
}

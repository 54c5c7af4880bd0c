using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>Somebody who follows all migrations over a stream of events, as the page does, without a browser.</summary>
internal sealed partial class StreamViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly bool _measures;
    private Task _reading = Task.CompletedTask;
    private long _rows;
    private volatile bool _isWhole;

    /// <param name="measures">Whether it looks at every row; one of many is enough.</param>
    public StreamViewer(bool measures) => _measures = measures;

    /// <summary>How many rows arrived since the first list was whole; only when it measures.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>From each change to its arrival here: what no page can be faster than.</summary>
    public IReadOnlyList<double> Milliseconds => [.. _milliseconds];

    /// <summary>Forgets what arrived so far.</summary>
    public void Forget() => _milliseconds.Clear();

    /// <summary>Begins to follow.</summary>
    public void Start(ServerProcess server) => _reading = Task.Run(() => ReadAsync(server));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ReadAsync(ServerProcess server)
    {
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "x-functions-key", server.Key } } };
        await using var stream = await client.GetStreamAsync(new Uri("/api/migrations/feed", UriKind.Relative), _end.Token);
        if (!_measures)
        {
            await stream.CopyToAsync(Stream.Null, _end.Token);
            return;
        }

        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(_end.Token) is { } line)
            Look(line);
    }

    private void Look(string line)
    {
        if (!line.StartsWith("data:", StringComparison.Ordinal))
            return;
        if (!_isWhole)
        {
            _isWhole = line.EndsWith("\"more\":false}", StringComparison.Ordinal);
            return;
        }

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var stamp in StampPattern().EnumerateMatches(line))
        {
            Interlocked.Increment(ref _rows);
            _milliseconds.Enqueue(now - long.Parse(line.AsSpan(stamp.Index + 1, stamp.Length - 1), CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex("@[0-9]{13}")]
    private static partial Regex StampPattern();
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>
/// Follows a migration over server-sent events; comes back after a lost connection with the last event's id, and asks
/// again and again where a proxy keeps events back or an older server has none.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="id">The migration.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusFollower(ApiClient api, string id, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60); // four missed heartbeats
    private readonly Channel<MigrationStatus> _channel = Channel.CreateUnbounded<MigrationStatus>();
    private MigrationStatus? _latest;
    private string? _lastEventId;
    private bool _polls;

    /// <summary>Whether the connection is lost at the moment.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Follows until nothing more will change.</summary>
    /// <exception cref="CliException">The server has never answered, or refuses.</exception>
    public async IAsyncEnumerable<MigrationStatus> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = PumpAsync(end.Token);
        try
        {
            await foreach (var status in _channel.Reader.ReadAllAsync(cancellation))
                yield return status;
        }
        finally
        {
            await end.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(CancellationToken cancellation)
    {
        try
        {
            Publish(await api.GetStatusAsync(id, cancellation));
            while (!IsFinal(_latest!))
                await OnceAsync(cancellation);
            _channel.Writer.Complete();
        }
        catch (Exception error)
        {
            _channel.Writer.Complete(error); // the reader throws it
        }
    }

    private async Task OnceAsync(CancellationToken cancellation)
    {
        try
        {
            if (_polls)
                Publish(await api.GetStatusAsync(id, cancellation));
            else
                await ReadEventsAsync(cancellation);
            IsLost = false;
        }
        catch (Exception error) when (IsLoss(error, cancellation))
        {
            IsLost = true;
        }

        if (!IsFinal(_latest!))
            await Task.Delay(Pause, time, cancellation);
    }

    private async Task ReadEventsAsync(CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        using var response = await OpenAsync(either.Token);
        if (response?.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            _polls = response?.StatusCode != HttpStatusCode.NoContent;
            Publish(await api.GetStatusAsync(id, cancellation));
            return;
        }

        await using var stream = new WatchedStream(await response.Content.ReadAsStreamAsync(either.Token), () => silence.CancelAfter(Silence));
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(either.Token))
            Take(item);
    }

    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await api.SendAsync(CreateRequest, cancellation);
        }
        catch (CliException error) when (error.ExitCode == ExitCodes.BadInput)
        {
            return null; // no such route there; whether the migration is gone, polling will say
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/migrations/{Uri.EscapeDataString(id)}/events") { Headers = { { "Accept", "text/event-stream" } } };
        if (_lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEventId);
        return request;
    }

    private void Take(SseItem<string> item)
    {
        IsLost = false;
        if (item.EventType == "status" && DurableJson.Read<MigrationStatus>(item.Data) is { } status)
        {
            _lastEventId = item.EventId ?? _lastEventId;
            Publish(status);
        }
        else if (item.EventType == "progress" && DurableJson.Read<ProgressUpdate>(item.Data) is { } update)
        {
            Publish(update.ApplyTo(_latest!));
        }
    }

    private void Publish(MigrationStatus status) => _channel.Writer.TryWrite(_latest = status);

    private static bool IsFinal(MigrationStatus status) =>
        status.FinishedAt is not null || status.State is MigrationState.Completed or MigrationState.RolledBack or MigrationState.Failed;

    private static bool IsLoss(Exception error, CancellationToken cancellation) => error switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        CliException refused => refused.ExitCode == ExitCodes.Failed,
        _ => error is IOException or HttpRequestException or JsonException,
    };
}

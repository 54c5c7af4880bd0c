using System.Text.Json;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// What people asked of a migration. The ledger alone counts; the event only says that there is something to read,
/// so one that is lost costs time and nothing else.
/// </summary>
internal sealed class Inbox(IOrchestrationContext context)
{
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(30);

    private readonly Queue<MigrationRequest> _requests = new();
    private Task<JsonElement?>? _wake;
    private int _readCount;
    private bool _isUnread;

    /// <summary>Whether a cancellation stops steps.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool HearsCancel { get; set; } = true;

    /// <summary>Goes on unless somebody asked to cancel.</summary>
    public async Task ThrowIfCancelledAsync()
    {
        if (Wake.IsCompleted || _isUnread)
            await ReadAsync();
        if (HearsCancel && _requests.FirstOrDefault(request => request.Kind == RequestKind.Cancel) is { } cancel)
            throw new RollbackException($"{cancel.By} cancelled it{Because(cancel)}.");
    }

    /// <summary>Takes the next request, or waits for one until a time.</summary>
    /// <param name="until">How long to wait.</param>
    /// <param name="other">Something else that ends the wait when it completes.</param>
    /// <returns>The request, or <see langword="null"/> when the time has come or the other thing is complete.</returns>
    public async Task<MigrationRequest?> NextAsync(DateTimeOffset until, Task? other = null)
    {
        while (true)
        {
            await ReadAsync();
            if (_requests.TryDequeue(out var request))
                return request;
            if (context.CurrentUtc >= until || other is { IsCompleted: true })
                return null;
            await WaitAsync(until, other);
        }
    }

    /// <summary>Waits until a time, but no longer than until somebody asks for something.</summary>
    /// <param name="until">The time.</param>
    /// <param name="other">Something else that ends the wait when it completes.</param>
    public async Task WaitAsync(DateTimeOffset until, Task? other = null)
    {
        var look = context.CurrentUtc + (_isUnread ? ReadAgainAfter : LookAtLeastEvery);
        using var timerEnd = new CancellationTokenSource();
        var timer = context.CreateTimer(until < look ? until : look, timerEnd.Token);
        await Task.WhenAny([timer, Wake, .. other is null ? Array.Empty<Task>() : [other]]);
        timerEnd.Cancel(); // not CancelAsync: that would leave the logical thread of the orchestration
    }

    /// <summary>Waits for a time to pass, unless somebody cancels.</summary>
    public async Task DelayAsync(TimeSpan delay)
    {
        for (var until = context.CurrentUtc + delay; context.CurrentUtc < until;)
        {
            await WaitAsync(until);
            await ThrowIfCancelledAsync();
        }
    }

    /// <summary>The words of a request's comment, to be put behind a sentence.</summary>
    public static string Because(MigrationRequest request) =>
        string.IsNullOrWhiteSpace(request.Comment) ? "" : $": {request.Comment}";

    // One long-lived waiter: a cancelled one can swallow an event in Durable Functions (durabletask-dotnet issue 508).
    private Task<JsonElement?> Wake => _wake ??= context.WaitForExternalEvent<JsonElement?>(MigrationRequest.WakeEvent);

    private async Task ReadAsync()
    {
        if (Wake.IsCompleted)
            _wake = null;
        var news = await TryReadAsync();
        _isUnread = news is null;
        _readCount += news?.Count ?? 0;
        foreach (var request in news ?? [])
            _requests.Enqueue(request);
    }

    // A ledger that cannot be read for the time being must neither end a migration nor undo one.
    private async Task<IReadOnlyList<MigrationRequest>?> TryReadAsync()
    {
        try
        {
            return await context.CallActivityAsync<IReadOnlyList<MigrationRequest>>(nameof(ReadRequests), _readCount);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }
}

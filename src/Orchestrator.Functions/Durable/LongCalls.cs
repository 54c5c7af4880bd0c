using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Functions.Durable;

/// <summary>
/// Lets an activity run for longer than a function may: the function call that began it answers "running" after a while, the
/// activity goes on in this process, and later calls, on whichever instance they land, wait for it. The ledger says which instance
/// works on it and what came out. When an instance falls silent, one other takes the activity up; should the silent one still live,
/// its next beat finds that and ends its work.
/// </summary>
/// <param name="ledger">Seen by all instances.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Says when this instance stops.</param>
/// <param name="logger">Takes logs.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class LongCalls(IMigrationLedger ledger, LongCallsOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LongCalls> logger)
{
    private readonly ConcurrentDictionary<Guid, LongCall> _running = new();
    private readonly string _instance = $"{Environment.MachineName}-{Guid.NewGuid():n}";

    /// <summary>Runs an activity, or waits for the one that runs, for as long as a function call may.</summary>
    /// <param name="call">The call.</param>
    /// <param name="migrationId">The orchestration that asks.</param>
    /// <param name="work">The activity; its token is cancelled when the instance stops or another one has taken the activity up.</param>
    /// <returns>Its result, or that it goes on.</returns>
    public async Task<ActivityAnswer> RunAsync(ActivityCall call, string migrationId, Func<CancellationToken, Task<JsonElement?>> work)
    {
        if (await IsElsewhereAsync(call, migrationId) && await WaitElsewhereAsync(call.Id, migrationId) is { } answer)
            return answer;
        var running = _running.GetOrAdd(call.Id, _ => new(work, lifetime.ApplicationStopping));
        if (call.IsPoll || !await EndsWithinAsync(options.Heartbeat, running.Result))
            await TellFirstAsync(running, call.Id, migrationId);
        if (!await EndsWithinAsync(options.Slice, running.Result) || running.IsLost)
            return new(IsRunning: true);
        _running.TryRemove(call.Id, out _);
        return new(IsRunning: false, await running.Result);
    }

    private static string NameOf(Guid call) => $"call/{call:n}";

    // The runtime may deliver a call again, to another instance, while the first one still works on it.
    private async Task<bool> IsElsewhereAsync(ActivityCall call, string migrationId) =>
        !_running.ContainsKey(call.Id) && (call.IsPoll || (await TryFindAsync(call.Id, migrationId)).State is not null);

    private async Task<bool> EndsWithinAsync(TimeSpan limit, Task task)
    {
        using var end = new CancellationTokenSource();
        var ended = await Task.WhenAny(task, Task.Delay(limit, time, end.Token)) == task;
        await end.CancelAsync();
        return ended;
    }

    // Null when it is ours to take up: nobody has told of it for long enough.
    private async Task<ActivityAnswer?> WaitElsewhereAsync(Guid call, string migrationId)
    {
        for (var since = time.GetTimestamp(); time.GetElapsedTime(since) < options.Slice; await Task.Delay(options.Heartbeat, time, lifetime.ApplicationStopping))
        {
            var (isKnown, seen) = await TryFindAsync(call, migrationId);
            if (seen?.Answer is { } answer)
                return answer.Failure is null ? answer : throw new FunctionFailedException(answer.Failure);
            var silence = seen is null ? time.GetElapsedTime(since) : time.GetUtcNow() - seen.At;
            if (isKnown && silence > options.LostAfter && await TakesUpAsync(Key(migrationId, call), seen?.Instance))
                return null;
        }

        return new(IsRunning: true);
    }

    // One instance wins; one that claimed it and never told of it is gone.
    private async Task<bool> TakesUpAsync(string key, string? silent)
    {
        var isOurs = false;
        await TryAsync(async () =>
        {
            var owner = await ledger.ClaimAsync(key, _instance, silent, lifetime.ApplicationStopping);
            isOurs = owner == _instance || (silent is null && await ledger.ClaimAsync(key, _instance, owner, lifetime.ApplicationStopping) == _instance);
        });
        return isOurs;
    }

    // Whoever asks next must find it: this call stays open until the ledger knows.
    private async Task TellFirstAsync(LongCall running, Guid call, string migrationId)
    {
        if (!running.BeginsTelling())
            return;
        while (!await TryAsync(() => ClaimAndTellAsync(running, call, migrationId)) && !running.Result.IsCompleted)
            await Task.Delay(options.Heartbeat, time, lifetime.ApplicationStopping);
        _ = Task.Run(() => BeatAsync(running, call, migrationId), CancellationToken.None);
    }

    private async Task ClaimAndTellAsync(LongCall running, Guid call, string migrationId)
    {
        if (await ledger.ClaimAsync(Key(migrationId, call), _instance, cancellation: lifetime.ApplicationStopping) == _instance)
            await WriteAsync(call, migrationId, new(_instance, time.GetUtcNow(), null));
        else
            await running.LoseAsync();
    }

    // Ends with the activity; what came out is told last, and until it is, this instance keeps it.
    private async Task BeatAsync(LongCall running, Guid call, string migrationId)
    {
        while (await Task.WhenAny(running.Result, Task.Delay(options.Heartbeat, time)) != running.Result)
            await TryAsync(() => BeatOnceAsync(running, call, migrationId));
        if (running.IsLost)
        {
            _running.TryRemove(call, out _); // whoever asks here waits for the other instance
            return;
        }

        var state = lifetime.ApplicationStopping.IsCancellationRequested
            ? new LongCallState(_instance, DateTimeOffset.MinValue, null) // whoever comes next need not wait
            : new LongCallState(_instance, time.GetUtcNow(), await DescribeAsync(running.Result));
        while (!await TryAsync(() => WriteAsync(call, migrationId, state)) && !lifetime.ApplicationStopping.IsCancellationRequested)
            await Task.Delay(options.Heartbeat, time);
        _running.TryRemove(call, out _); // whoever asks finds it in the ledger
        await TryAsync(() => ledger.ReleaseAsync(Key(migrationId, call), _instance));
    }

    private async Task BeatOnceAsync(LongCall running, Guid call, string migrationId)
    {
        if (await FindAsync(migrationId, call) is { } seen && seen.Instance != _instance)
            await running.LoseAsync();
        else
            await WriteAsync(call, migrationId, new(_instance, time.GetUtcNow(), null));
    }

    private static async Task<ActivityAnswer> DescribeAsync(Task<JsonElement?> task)
    {
        try
        {
            return new(IsRunning: false, await task);
        }
        catch (Exception error)
        {
            return new(IsRunning: false) { Failure = (error as FunctionFailedException ?? Failures.Wrap(error)).Message };
        }
    }

    // A ledger that is away must neither end an activity nor hide it for good.
    private async Task<bool> TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.LedgerAway(logger, error.Message);
            return false;
        }
    }

    private static string Key(string migrationId, Guid call) => $"{migrationId}/{NameOf(call)}";

    private Task<string> WriteAsync(Guid call, string migrationId, LongCallState state) =>
        ledger.WriteDocumentAsync(migrationId, NameOf(call), DurableJson.Write(state)!, CancellationToken.None);

    private async Task<(bool IsKnown, LongCallState? State)> TryFindAsync(Guid call, string migrationId)
    {
        LongCallState? state = null;
        return (await TryAsync(async () => state = await FindAsync(migrationId, call)), state);
    }

    private async Task<LongCallState?> FindAsync(string migrationId, Guid call) =>
        DurableJson.Read<LongCallState>(await ledger.ReadDocumentAsync(migrationId, NameOf(call), lifetime.ApplicationStopping));
}

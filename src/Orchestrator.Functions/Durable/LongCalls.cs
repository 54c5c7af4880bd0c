using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Functions.Durable;

/// <summary>
/// Lets an activity run for longer than a function may: the function call that began it answers "running" after a while, the
/// activity goes on in this process, and later calls, on whichever instance they land, wait for it. The ledger says which instance
/// works on it and what came out; when an instance falls silent, the next call takes the activity up, which may always run again.
/// </summary>
/// <param name="ledger">Seen by all instances.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Says when this instance stops.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class LongCalls(IMigrationLedger ledger, LongCallsOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<Guid, Work> _running = new();
    private readonly string _instance = $"{Environment.MachineName}-{Guid.NewGuid():n}";

    /// <summary>Runs an activity, or waits for the one that runs, for as long as a function call may.</summary>
    /// <param name="call">The call.</param>
    /// <param name="migrationId">The orchestration that asks.</param>
    /// <param name="work">The activity; its token is cancelled when the instance stops.</param>
    /// <returns>Its result, or that it goes on.</returns>
    public async Task<ActivityAnswer> RunAsync(ActivityCall call, string migrationId, Func<CancellationToken, Task<JsonElement?>> work)
    {
        if (call.IsPoll && !_running.ContainsKey(call.Id) && await WaitElsewhereAsync(call.Id, migrationId) is { } answer)
            return answer;
        var running = _running.GetOrAdd(call.Id, _ => new(() => work(lifetime.ApplicationStopping), task => TellAsync(call.Id, migrationId, task)));
        if (!await EndsWithinSliceAsync(running.Result))
        {
            _ = running.Telling;
            return new(IsRunning: true);
        }

        _running.TryRemove(call.Id, out _);
        return new(IsRunning: false, await running.Result);
    }

    private static string DocumentOf(Guid call) => $"call/{call:n}";

    private async Task<bool> EndsWithinSliceAsync(Task task)
    {
        using var slice = new CancellationTokenSource();
        var ended = await Task.WhenAny(task, Task.Delay(options.Slice, time, slice.Token)) == task;
        await slice.CancelAsync();
        return ended;
    }

    // Null when nobody works on it any more, so that it is to be taken up here.
    private async Task<ActivityAnswer?> WaitElsewhereAsync(Guid call, string migrationId)
    {
        var since = time.GetTimestamp();
        while (await FindAsync(migrationId, call) is { } seen)
        {
            if (seen.Answer is { Failure: { } failure })
                throw new FunctionFailedException(failure, inner: null);
            if (seen.Answer is { } answer)
                return answer;
            if (time.GetUtcNow() - seen.At > options.LostAfter)
                return null;
            if (time.GetElapsedTime(since) > options.Slice)
                return new(IsRunning: true);
            await Task.Delay(options.Heartbeat, time, lifetime.ApplicationStopping);
        }

        return null;
    }

    // Ends with the activity; what came out is told last.
    private async Task TellAsync(Guid call, string migrationId, Task<JsonElement?> task)
    {
        while (!task.IsCompleted)
        {
            await TryWriteAsync(call, migrationId, new(_instance, time.GetUtcNow(), null));
            await Task.WhenAny(task, Task.Delay(options.Heartbeat, time));
        }

        var isStopped = lifetime.ApplicationStopping.IsCancellationRequested;
        if (!isStopped && await TryWriteAsync(call, migrationId, new(_instance, time.GetUtcNow(), await DescribeAsync(task))))
            _running.TryRemove(call, out _); // whoever asks finds it in the ledger
    }

    private static async Task<ActivityAnswer> DescribeAsync(Task<JsonElement?> task)
    {
        try
        {
            return new(IsRunning: false, await task);
        }
        catch (Exception error)
        {
            return new(IsRunning: false) { Failure = error is FunctionFailedException ? error.Message : Failures.Wrap(error).Message };
        }
    }

    // A ledger that is away for a moment costs nothing: the next beat tells again, and what came out is kept for whoever asks here.
    private async Task<bool> TryWriteAsync(Guid call, string migrationId, LongCallState state)
    {
        try
        {
            await ledger.WriteDocumentAsync(migrationId, DocumentOf(call), DurableJson.Write(state)!, CancellationToken.None);
            return true;
        }
        catch (AdapterException error) when (error.IsTransient)
        {
            return false;
        }
    }

    private async Task<LongCallState?> FindAsync(string migrationId, Guid call) =>
        DurableJson.Read<LongCallState>(await ledger.ReadDocumentAsync(migrationId, DocumentOf(call), lifetime.ApplicationStopping));

    /// <summary>An activity in this process, and the word of it in the ledger: each begins once, when it is first asked for.</summary>
    private sealed class Work
    {
        private readonly Lazy<Task<JsonElement?>> _result;
        private readonly Lazy<Task> _telling;

        public Work(Func<Task<JsonElement?>> run, Func<Task<JsonElement?>, Task> tell)
        {
            _result = new(() => Task.Run(run));
            _telling = new(() => Task.Run(() => tell(Result)));
        }

        public Task<JsonElement?> Result => _result.Value;

        public Task Telling => _telling.Value;
    }
}

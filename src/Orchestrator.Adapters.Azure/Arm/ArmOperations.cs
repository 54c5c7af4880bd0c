using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Starts operations once and looks at them once a run. What was started is kept in the migration's work folder: an
/// intent before the request, the handle after it. A kill between the two is settled by a look at the resource.
/// </summary>
/// <param name="arm">The step.</param>
internal sealed class ArmOperations(ArmSession arm)
{
    // Resources may show the old state for a moment after a request was taken.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly string ThisHost = Guid.NewGuid().ToString("N");

    private DateTimeOffset Now => arm.Connector.Time.GetUtcNow();

    /// <inheritdoc cref="ArmSession.RunAsync"/>
    public async Task<ArmAnswer?> RunAsync(LongOperation operation, CancellationToken cancellation)
    {
        var entry = Read(operation);
        if (entry?.State == OperationState.Started)
            return await FollowAsync(operation, Resume(operation, entry), cancellation);
        if (operation.Probe is null)
            return entry?.State == OperationState.Ended ? await EndAsync(operation, entry, null, cancellation) : await StartAsync(operation, cancellation);
        return await operation.Probe(cancellation) switch
        {
            OperationProbe.Done => await EndAsync(operation, entry ?? NewEntry(operation), null, cancellation),
            OperationProbe.UnderWay => throw Pending(operation, Resume(operation, entry ?? NewEntry(operation)), OperationLook.UnderWay),
            _ => await StartAsync(operation, cancellation),
        };
    }

    /// <inheritdoc cref="ArmSession.SettleAsync"/>
    public async Task SettleAsync(LongOperation operation, CancellationToken cancellation)
    {
        if (Read(operation) is not { } entry)
            return;
        var isUnderWay = entry.State switch
        {
            OperationState.Ended => false,
            OperationState.Starting or OperationState.Found => operation.Probe is { } probe && IsUnderWay(entry, await probe(cancellation)),
            _ => await LookAsync(operation, entry, cancellation) is var look && look.IsUnderWay,
        };
        if (isUnderWay)
            throw Pending(operation, entry, OperationLook.UnderWay);
        arm.Files.Remove(FileOf(operation));
    }

    // A request may have been taken before a kill, and the resource not show it yet: forgotten, it would go on beside the undo.
    private bool IsUnderWay(OperationEntry entry, OperationProbe seen) =>
        seen == OperationProbe.UnderWay || (seen == OperationProbe.NotStarted && entry.State == OperationState.Starting && Now - entry.StartedAt < Settling);

    private async Task<ArmAnswer?> StartAsync(LongOperation operation, CancellationToken cancellation)
    {
        var entry = NewEntry(operation);
        Write(operation, entry);
        var answer = await RequestAsync(operation, cancellation);
        var url = answer.AsyncOperation ?? answer.Location;
        var isOwn = url is not null && arm.Connector.Http.IsOwn(url);
        entry = entry with { State = OperationState.Started, PollUrl = isOwn ? url : null, IsAsyncOperation = isOwn && url == answer.AsyncOperation };
        Write(operation, entry);
        arm.Connector.Logger.OperationStarted(arm.Scope.MigrationId, operation.What);
        if (url is not null)
            arm.Connector.Http.CheckOwn(url);
        var look = url is null && answer.Status != 202 ? OperationLook.AtResource(answer) : OperationLook.Begun(answer);
        return await ConcludeAsync(operation, entry, look, cancellation);
    }

    // What was refused was not begun; anything else may have been.
    private async Task<ArmAnswer> RequestAsync(LongOperation operation, CancellationToken cancellation)
    {
        try
        {
            return await arm.ExplainAsync(operation.What, () => operation.Start(cancellation), cancellation);
        }
        catch (Exception error) when (error is OperationPendingException or AdapterException { IsTransient: false })
        {
            arm.Files.Remove(FileOf(operation));
            throw;
        }
    }

    private async Task<ArmAnswer?> FollowAsync(LongOperation operation, OperationEntry entry, CancellationToken cancellation) =>
        await ConcludeAsync(operation, entry, await LookAsync(operation, entry, cancellation), cancellation);

    private async Task<ArmAnswer?> ConcludeAsync(LongOperation operation, OperationEntry entry, OperationLook look, CancellationToken cancellation)
    {
        if (look.IsUnderWay)
            throw Pending(operation, Move(operation, entry, look), look);
        if (look.Failure is not { } failure)
            return await EndAsync(operation, entry, look.Answer, cancellation);
        arm.Files.Remove(FileOf(operation));
        LogEnd(operation, entry, failure.Text);
        throw ArmErrors.Ended(failure, operation.What);
    }

    private async Task<ArmAnswer?> EndAsync(LongOperation operation, OperationEntry entry, ArmAnswer? answer, CancellationToken cancellation)
    {
        if (entry.State != OperationState.Ended)
        {
            Write(operation, entry with { State = OperationState.Ended });
            LogEnd(operation, entry, "done");
        }

        if (operation.ResultPath is { } path)
            return await arm.GetAsync(path, operation.ResultApiVersion, cancellation);
        // Ended and then killed: the URL still knows what the action gave.
        if (answer is null && entry.PollUrl is { } url && await AskAsync(operation, url, cancellation) is { IsError: false } again)
            return again;
        return answer;
    }

    private async Task<OperationLook> LookAsync(LongOperation operation, OperationEntry entry, CancellationToken cancellation)
    {
        if (entry.PollUrl is not { } url)
            return await LookAtResourceAsync(operation, entry, cancellation);
        var look = OperationLook.At(await AskAsync(operation, url, cancellation), entry.IsAsyncOperation);
        return look.IsLost ? await LookAtResourceAsync(operation, entry, cancellation) : look;
    }

    // Refusals of the looking itself (throttled, not signed in, not allowed, broken) say nothing of the operation.
    private Task<ArmAnswer> AskAsync(LongOperation operation, Uri url, CancellationToken cancellation) => arm.ExplainAsync(operation.What, async () =>
    {
        arm.Connector.Http.CheckOwn(url);
        var answer = await arm.AskAsync(url, cancellation);
        return answer.Status is 401 or 403 or 408 or 429 or >= 500 ? throw arm.Refusal(ArmFailure.Of(answer), operation.What) : answer;
    }, cancellation);

    private async Task<OperationLook> LookAtResourceAsync(LongOperation operation, OperationEntry entry, CancellationToken cancellation)
    {
        var look = await LookAtProbeAsync(operation, cancellation);
        if (look is null && operation.ResultPath is { } path && await arm.FindAsync(path, operation.ResultApiVersion, cancellation) is { } resource)
            look = OperationLook.AtResource(resource);
        if (look is not null)
            return look;
        return Now - entry.StartedAt < Settling
            ? OperationLook.UnderWay
            : OperationLook.Failed(new(0, "RetryableError", "Azure no longer knows the operation, and the resource does not show what it was for"));
    }

    private static async Task<OperationLook?> LookAtProbeAsync(LongOperation operation, CancellationToken cancellation) =>
        operation.Probe is null ? null : await operation.Probe(cancellation) switch
        {
            OperationProbe.Done => OperationLook.Done,
            OperationProbe.UnderWay => OperationLook.UnderWay,
            _ => null,
        };

    // The URL may change from look to look; one that leads elsewhere is not followed.
    private OperationEntry Move(LongOperation operation, OperationEntry entry, OperationLook look)
    {
        var next = entry.IsAsyncOperation ? look.Answer?.AsyncOperation : look.Answer?.Location;
        if (next is null || next == entry.PollUrl || !arm.Connector.Http.IsOwn(next))
            return entry;
        Write(operation, entry with { PollUrl = next });
        return entry with { PollUrl = next };
    }

    private OperationEntry Resume(LongOperation operation, OperationEntry entry)
    {
        if (entry is { State: OperationState.Started or OperationState.Found } && entry.Host == ThisHost)
            return entry;
        arm.Connector.Logger.OperationResumed(arm.Scope.MigrationId, operation.What);
        // The handle of an operation that ended before is not that of one that was found under way now.
        var own = entry.State == OperationState.Ended ? NewEntry(operation) : entry;
        var resumed = own with { State = own.State == OperationState.Started ? OperationState.Started : OperationState.Found, Host = ThisHost };
        Write(operation, resumed);
        return resumed;
    }

    private Exception Pending(LongOperation operation, OperationEntry entry, OperationLook look)
    {
        var age = Now - entry.StartedAt;
        var since = $"under way since {entry.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC ({age.InWords()})";
        if (age > operation.Limit)
            return new AdapterException($"{since}, longer than {operation.Limit.InWords()}", operation.What,
                "Look what Azure does there (az monitor activity-log list --resource-id ID), let it end or cancel it, then retry the step", isTransient: false);
        var percent = look.PercentComplete is { } done ? string.Create(CultureInfo.InvariantCulture, $", {done:0} % done") : "";
        var waited = arm.Waits.Waited is { Ticks: > 0 } waits ? $"; Azure let this migration wait for {waits.InWords()} in all" : "";
        var wait = TimeSpan.FromTicks(Math.Clamp(age.Ticks / 6, ShortestWait.Ticks, LongestWait.Ticks));
        return new OperationPendingException($"{operation.What}: {since}{percent}{waited}", look.Answer?.RetryAfter is { Ticks: > 0 } asked ? asked : wait);
    }

    private OperationEntry NewEntry(LongOperation operation) => new()
    {
        Key = operation.Key,
        Step = arm.Scope.Step,
        State = OperationState.Starting,
        StartedAt = Now,
        Host = ThisHost,
    };

    private void LogEnd(LongOperation operation, OperationEntry entry, string outcome) =>
        arm.Connector.Logger.OperationEnded(arm.Scope.MigrationId, (Now - entry.StartedAt).InWords(), operation.What, outcome);

    private OperationEntry? Read(LongOperation operation) => arm.Files.Read<OperationEntry>(FileOf(operation));

    private void Write(LongOperation operation, OperationEntry entry) => arm.Files.Write(FileOf(operation), entry);

    private static string FileOf(LongOperation operation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operation.Key)))[..12];
        var readable = new string([.. operation.Key.Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' ? letter : '_')]);
        return $"{readable}-{hash}.json";
    }
}

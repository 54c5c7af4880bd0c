using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Migrations;

/// <summary>The time after cutover in which the source can take over again.</summary>
internal sealed class FallbackWindow(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox, ReverseSync reverse)
{
    private const string HeldPhase = "Users are held; the target does not serve";

    // A machine takes minutes to stop and to start, however short a downtime is tolerated.
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan UsualHold = TimeSpan.FromHours(1);

    private string? _phase;
    private bool _areUsersHeld;
    private bool _holds;

    private bool HasReverseSync => input.Plan.IsOnline() && input.Plan.Fallback.ReverseSync;

    /// <summary>Waits until the window is closed by a person or by time.</summary>
    /// <exception cref="RollbackException">Somebody goes back, and nothing is lost by it or the loss is accepted.</exception>
    public async Task WaitAsync()
    {
        var until = context.CurrentUtc + input.Plan.Fallback.KeepFor;
        Show("Users are on the target; the source is kept as a fallback", until, error: null);
        await context.NotifyAsync(input, NotificationEvent.CutOver, $"Users of {input.Plan.Name} are on the target. Going back is possible until {until:u}.");
        await WaitAsync(until);
    }

    /// <summary>Finds out, after a step failed when users may have been on the target, whether going back loses nothing; otherwise users stay there and a person decides.</summary>
    /// <param name="reason">What failed.</param>
    /// <param name="stay">Lets users be on the target, before the person is asked.</param>
    /// <returns>Whether everything may be undone; <see langword="false"/> when a person closed the window instead.</returns>
    /// <exception cref="RollbackException">Somebody goes back, and nothing is lost by it or the loss is accepted.</exception>
    public async Task<bool> MayGoBackAsync(string reason, Func<Task> stay)
    {
        var verdict = await TryJudgeAsync(hasCutOver: board.Status.State == MigrationState.CutOver, acceptLoss: false);
        if (verdict.MayGoBack)
            return true;
        await stay();
        await StayAsync(reason, verdict);
        return false;
    }

    /// <summary>Keeps users on the target after something failed there, because going back would lose what they wrote; only a person ends this.</summary>
    /// <exception cref="RollbackException">Somebody goes back, and nothing is lost by it or the loss is accepted.</exception>
    private async Task StayAsync(string reason, FallbackVerdict verdict)
    {
        var error = $"{reason} Going back was refused. {verdict.Text}";
        board.Publish(status => status with { State = MigrationState.Running });
        if (verdict.AreUsersOnTarget)
            board.Apply(Steps.RedirectTraffic);
        Show("It failed when users may have been on the target already, and waits for a decision", until: null, error);
        await context.NotifyAsync(input, NotificationEvent.Held, error);
        await WaitAsync(DateTimeOffset.MaxValue);
    }

    private void Show(string phase, DateTimeOffset? until, string? error)
    {
        _phase = phase;
        board.Publish(status => Advised(status) with
        {
            State = MigrationState.CutOver,
            FallbackUntil = until,
            Error = error is null ? null : StatusBoard.Cut(error),
        });
    }

    private MigrationStatus Advised(MigrationStatus status) => status with
    {
        Phase = _areUsersHeld ? HeldPhase : _phase!,
        Next = _areUsersHeld
            ? $"Mend what the error names, then ask again with 'orchestrator rollback {status.Id}': the source takes over, or the target serves again."
            : $"Close the window with 'orchestrator finalize {status.Id}', or go back with 'orchestrator rollback {status.Id}'.",
    };

    private async Task WaitAsync(DateTimeOffset until)
    {
        var since = board.Status.Revision;
        while (await NextAsync(until) is { Kind: not RequestKind.Finalize } request)
        {
            if (request.Kind is RequestKind.Cancel || (request.Kind is RequestKind.Rollback && request.Revision >= since))
                await GoBackAsync(request);
        }

        await reverse.StopAsync();
        board.Publish(status => status with { Error = null, WayBack = null });
    }

    // The next request; meanwhile the reverse sync is watched, and checked thoroughly every day.
    private async Task<MigrationRequest?> NextAsync(DateTimeOffset until)
    {
        if (!HasReverseSync)
            return await inbox.NextAsync(until);
        while (context.CurrentUtc < until)
        {
            if (context.CurrentUtc >= reverse.NextCheck || reverse.News.IsCompleted)
                await ShowAsync(await reverse.CheckAsync(context, input));
            if (await inbox.NextAsync(until < reverse.NextCheck ? until : reverse.NextCheck, reverse.News) is { } request)
                return request;
        }

        return null;
    }

    private async Task ShowAsync(WayBackStatus status)
    {
        var wasOpen = board.Status.WayBack?.IsOpen;
        board.Publish(shown => shown with { WayBack = status with { Text = StatusBoard.Cut(status.Text) } });
        if (wasOpen == true && !status.IsOpen)
            await context.NotifyAsync(input, NotificationEvent.Held, $"Going back is not possible any more without a loss: {status.Text}");
    }

    private async Task GoBackAsync(MigrationRequest request)
    {
        var verdict = await TryJudgeAsync(hasCutOver: true, request.AcceptLoss);
        if (verdict.MayGoBack)
            throw new RollbackException($"{request.By} went back to the source{Inbox.Because(request)}. {verdict.Text}") { IsPrepared = true };
        board.Publish(status => Advised(status) with { State = MigrationState.CutOver, Error = StatusBoard.Cut($"Going back was refused. {verdict.Text}") });
        if (_areUsersHeld)
            await context.NotifyAsync(input, NotificationEvent.Held, $"{HeldPhase}. {verdict.Text}");
    }

    private async Task<FallbackVerdict> TryJudgeAsync(bool hasCutOver, bool acceptLoss)
    {
        var verdict = await JudgeAsync(hasCutOver, acceptLoss);
        if (verdict.AreUsersOnTarget)
        {
            _areUsersHeld = false;
            Release();
        }

        return verdict;
    }

    // A source that follows gets everything first; only where that does not work is a loss weighed, and only when a person accepts one.
    private async Task<FallbackVerdict> JudgeAsync(bool hasCutOver, bool acceptLoss)
    {
        var request = new FallbackRequest(input, hasCutOver, acceptLoss);
        if (!HasReverseSync)
            return await PrepareAsync(request);
        if (await reverse.TryGoBackAsync() is not { } refusal)
            return new(MayGoBack: true, "The source has every write, proven.");
        return acceptLoss ? await PrepareAsync(request) : new(MayGoBack: false, refusal) { AreUsersOnTarget = true };
    }

    /// <summary>Finds out whether going back loses nothing, and stops the target if so. An error refuses to go back and never ends the migration.</summary>
    private async Task<FallbackVerdict> PrepareAsync(FallbackRequest request)
    {
        var phase = board.Status.Phase;
        var held = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var verdict = await context.CallActivityAsync<FallbackVerdict>(nameof(PrepareFallback), request, input.StepRetry);
                if (verdict.Pause is not { } pause)
                    return verdict;
                if (pause.IsHeld)
                    Hold(verdict.Text);
                else
                    board.Publish(status => status with { Phase = StatusBoard.Cut(verdict.Text) });
                await context.CreateTimer(context.CurrentUtc + pause.LookAgainAfter);
                held += pause.IsHeld ? pause.LookAgainAfter : TimeSpan.Zero;
                request = request with { Pause = held < LongestHold ? pause : pause with { Refusal = pause.Refusal ?? TooLate(verdict.Text) } };
            }
        }
        catch (TaskFailedException error)
        {
            return Failed(request.Pause, error.Failure.Message);
        }
        finally
        {
            if (board.Status.Phase != phase)
                board.Publish(status => status with { Phase = phase });
        }
    }

    private void Hold(string phase)
    {
        _holds |= board.Status.WritesFrozenSince is null;
        board.Hold(phase);
    }

    // A freeze that began before the question goes on after it, until users are let to the target.
    private void Release()
    {
        if (_holds)
            board.Release();
        _holds = false;
    }

    // Only waiting counts: a disk that takes hours to be read could else never be left.
    private TimeSpan LongestHold =>
        input.Plan.Downtime.Tolerance is not { } tolerance ? UsualHold : tolerance > ShortestHold ? tolerance : ShortestHold;

    private string TooLate(string last) =>
        $"The target could not be stopped and compared in time: users were held for {Durations.Write(LongestHold)}, and what was waited for last is: {last}";

    private FallbackVerdict Failed(FallbackPause? pause, string message)
    {
        if (pause is not { IsHeld: true })
            return new(MayGoBack: false, message);
        _areUsersHeld = true;
        return new(MayGoBack: false, $"{pause.Refusal} Users are held, and the target could not be brought to serve again: {message}".TrimStart());
    }
}

using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>The time after cutover in which the source can take over again.</summary>
internal sealed class FallbackWindow(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox, ReverseSync reverse)
{
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

    private void Show(string phase, DateTimeOffset? until, string? error) => board.Publish(status => status with
    {
        State = MigrationState.CutOver,
        Phase = phase,
        FallbackUntil = until,
        Error = error is null ? null : StatusBoard.Cut(error),
        Next = $"Close the window with 'orchestrator finalize {status.Id}', or go back with 'orchestrator rollback {status.Id}'.",
    });

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
        board.Publish(status => status with { State = MigrationState.CutOver, Error = StatusBoard.Cut($"Going back was refused. {verdict.Text}") });
    }

    // A source that follows gets everything first; only where that does not work is a loss weighed, and only when a person accepts one.
    private async Task<FallbackVerdict> TryJudgeAsync(bool hasCutOver, bool acceptLoss)
    {
        if (!HasReverseSync)
            return await JudgeAsync(hasCutOver, acceptLoss);
        if (await reverse.TryGoBackAsync() is not { } refusal)
            return new(MayGoBack: true, "The source has every write, proven.");
        return acceptLoss ? await JudgeAsync(hasCutOver, acceptLoss) : new(MayGoBack: false, refusal) { AreUsersOnTarget = true };
    }

    /// <summary>Finds out whether going back loses nothing, and stops the target if so. An error refuses to go back and never ends the migration.</summary>
    private async Task<FallbackVerdict> JudgeAsync(bool hasCutOver, bool acceptLoss)
    {
        var phase = board.Status.Phase;
        try
        {
            var request = new FallbackRequest(input, hasCutOver, acceptLoss);
            while (true)
            {
                var verdict = await context.CallActivityAsync<FallbackVerdict>(nameof(PrepareFallback), request, input.StepRetry);
                if (verdict.Pause is not { } pause)
                    return verdict;
                board.Publish(status => status with { Phase = StatusBoard.Cut(verdict.Text) });
                await context.CreateTimer(context.CurrentUtc + pause.LookAgainAfter);
                request = request with { Pause = pause };
            }
        }
        catch (TaskFailedException error)
        {
            return new FallbackVerdict(MayGoBack: false, error.Failure.Message);
        }
        finally
        {
            if (board.Status.Phase != phase)
                board.Publish(status => status with { Phase = phase });
        }
    }
}

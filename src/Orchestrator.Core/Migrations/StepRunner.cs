using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>Runs one step to its end: attempts, back-off, and an operator's decision when the plan asks for one.</summary>
internal sealed class StepRunner(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox, FreezeBudget budget)
{
    private static readonly TimeSpan SoonWhileUsersWait = TimeSpan.FromMilliseconds(200);

    private enum Verdict
    {
        TryAgain,
        StartOver,
        GoOn,
    }

    /// <summary>Runs a step.</summary>
    /// <exception cref="RollbackException">It failed for good, or somebody cancelled.</exception>
    /// <exception cref="GiveBackException">Users would wait for it for too long.</exception>
    public async Task RunAsync(Step step)
    {
        ThrowIfSpent(step);
        budget.Begin(step, context.CurrentUtc);
        for (var attempt = 1; ; attempt++)
        {
            await inbox.ThrowIfCancelledAsync();
            ThrowIfSpent(step);
            board.Begin(step, attempt, "If it fails for good, every step so far is undone.");
            var failure = await TryAsync(step, attempt);
            if (failure is null)
                return;
            await inbox.ThrowIfCancelledAsync();
            switch (await JudgeAsync(step, attempt, failure))
            {
                case Verdict.GoOn:
                    return;
                case Verdict.StartOver:
                    attempt = 0;
                    break;
            }
        }
    }

    private async Task<FailureDetails?> TryAsync(Step step, int attempt)
    {
        try
        {
            var request = new StepRequest(step.Name, input, attempt) { Deadline = budget.EndsAt, IsUndo = !inbox.HearsCancel };
            board.Complete(step, await context.CallStepAsync(step.Activity, request, (pending, pause) => PauseAsync(step, pending, pause)));
            return null;
        }
        catch (TaskFailedException error)
        {
            board.Update(step, shown => shown with { Error = StatusBoard.Cut(error.Failure.Message) });
            return error.Failure;
        }
    }

    private async Task PauseAsync(Step step, StepOutcome pending, TimeSpan pause)
    {
        board.Update(step, shown => shown with { Summary = pending.Summary });
        // Users would only wait for nothing: the next look comes too late.
        if (pending.IsTooLate)
            throw GiveBack(step, pending.Summary, isTransient: true);
        await inbox.DelayAsync(pause);
        ThrowIfSpent(step);
    }

    private async Task<Verdict> JudgeAsync(Step step, int attempt, FailureDetails failure)
    {
        if (budget.EndsAt is { } end && (failure.IsTransient || input.Plan.OnFailure == FailurePolicy.Hold))
            return await TryAgainSoonAsync(step, failure, end);
        if (failure.IsTransient && attempt < input.StepRetry.MaxAttempts)
        {
            await BackOffAsync(step, attempt);
            return Verdict.TryAgain;
        }

        if (input.Plan.OnFailure == FailurePolicy.Hold || step.HoldsOnFailure)
            return await HoldAsync(step, failure.Message);
        throw Failed(step, $"The step '{step.Name}' failed: {failure.Message}");
    }

    // Nobody is asked and nothing backs off while users wait.
    private async Task<Verdict> TryAgainSoonAsync(Step step, FailureDetails failure, DateTimeOffset end)
    {
        if (!failure.IsTransient || context.CurrentUtc + SoonWhileUsersWait >= end)
            throw GiveBack(step, failure.Message, failure.IsTransient);
        await inbox.DelayAsync(SoonWhileUsersWait);
        return Verdict.TryAgain;
    }

    private void ThrowIfSpent(Step step)
    {
        if (budget.EndsAt <= context.CurrentUtc)
            throw GiveBack(step, "users have waited for as long as the plan accepts", isTransient: true);
    }

    private static GiveBackException GiveBack(Step step, string why, bool isTransient) =>
        new(step, $"The step '{step.Name}' could not be done within the tolerated downtime: {why}") { IsTransient = isTransient };

    private async Task BackOffAsync(Step step, int attempt)
    {
        var delay = board.Status.WritesFrozenSince is null ? input.StepRetry.DelayAfter(attempt) : Sooner(input.StepRetry.DelayAfter(attempt), attempt);
        board.Update(step, shown => shown with { RetryAt = context.CurrentUtc + delay });
        await inbox.DelayAsync(delay);
    }

    private static TimeSpan Sooner(TimeSpan delay, int attempt) =>
        TimeSpan.FromTicks(Math.Min(delay.Ticks, SoonWhileUsersWait.Ticks << Math.Min(attempt - 1, 10)));

    /// <summary>Shows a failed step to an operator and waits until it is to be tried again.</summary>
    /// <exception cref="RollbackException">The operator rolls back instead.</exception>
    public async Task WaitForOperatorAsync(Step step, string failure)
    {
        while (await HoldAsync(step, failure) == Verdict.GoOn)
            board.Publish(status => status with { Error = $"'{step.Name}' cannot be left out: users depend on it." });
    }

    private async Task<Verdict> HoldAsync(Step step, string failure)
    {
        Show(step, StepState.OnHold, MigrationState.OnHold, failure);
        var since = board.Status.Revision;
        await context.NotifyAsync(input, NotificationEvent.Held, $"The step '{step.Name}' failed and waits for an operator: {failure}");
        while (true)
        {
            var request = await inbox.NextAsync(DateTimeOffset.MaxValue);
            if (request?.Kind != RequestKind.Cancel && (request?.Revision < since || (request?.Step is { } named && named != step.Name)))
                continue;
            switch (request?.Kind)
            {
                case RequestKind.Retry:
                    Show(step, StepState.Running, MigrationState.Running, null);
                    return Verdict.StartOver;
                case RequestKind.Skip:
                    Show(step, StepState.Skipped, MigrationState.Running, null);
                    return Verdict.GoOn;
                case RequestKind.Rollback or RequestKind.Cancel:
                    throw Failed(step, $"The step '{step.Name}' failed and {request.By} rolled back{Inbox.Because(request)}.");
            }
        }
    }

    private void Show(Step step, StepState stepState, MigrationState state, string? error)
    {
        board.Update(step, shown => shown with { State = stepState, FinishedAt = stepState == StepState.Skipped ? context.CurrentUtc : null });
        board.Publish(status => status with
        {
            State = state,
            Error = error is null ? null : StatusBoard.Cut(error),
            Next = state == MigrationState.OnHold ? $"Decide: retry, skip or rollback ('orchestrator retry {status.Id}')." : status.Next,
        });
    }

    private RollbackException Failed(Step step, string reason)
    {
        board.Update(step, shown => shown with { State = StepState.Failed, FinishedAt = context.CurrentUtc });
        return new RollbackException(reason);
    }
}

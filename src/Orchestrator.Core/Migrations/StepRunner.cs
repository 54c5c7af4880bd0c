using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>Runs one step to its end: attempts, back-off, and an operator's decision when the plan asks for one.</summary>
internal sealed class StepRunner(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox)
{
    private enum Verdict
    {
        TryAgain,
        StartOver,
        GoOn,
    }

    /// <summary>Runs a step.</summary>
    /// <exception cref="RollbackException">It failed for good, or somebody cancelled.</exception>
    public async Task RunAsync(Step step)
    {
        for (var attempt = 1; ; attempt++)
        {
            await inbox.ThrowIfCancelledAsync();
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
            board.Complete(step, await context.CallActivityAsync<StepOutcome>(step.Activity, new StepRequest(step.Name, input, attempt)));
            return null;
        }
        catch (TaskFailedException error)
        {
            board.Update(step, shown => shown with { Error = StatusBoard.Cut(error.Failure.Message) });
            return error.Failure;
        }
    }

    private async Task<Verdict> JudgeAsync(Step step, int attempt, FailureDetails failure)
    {
        if (failure.IsTransient && attempt < input.StepRetry.MaxAttempts)
        {
            await BackOffAsync(step, attempt);
            return Verdict.TryAgain;
        }

        if (input.Plan.OnFailure == FailurePolicy.Hold)
            return await HoldAsync(step, failure);
        throw Failed(step, $"The step '{step.Name}' failed: {failure.Message}");
    }

    private async Task BackOffAsync(Step step, int attempt)
    {
        var delay = input.StepRetry.DelayAfter(attempt);
        board.Update(step, shown => shown with { RetryAt = context.CurrentUtc + delay });
        await inbox.DelayAsync(delay);
    }

    private async Task<Verdict> HoldAsync(Step step, FailureDetails failure)
    {
        Show(step, StepState.OnHold, MigrationState.OnHold, failure.Message);
        var since = board.Status.Revision;
        await context.NotifyAsync(input, NotificationEvent.Held, $"The step '{step.Name}' failed and waits for an operator: {failure.Message}");
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

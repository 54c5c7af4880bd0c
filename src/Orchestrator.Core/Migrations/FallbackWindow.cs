using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>The time after cutover in which the source can take over again.</summary>
internal sealed class FallbackWindow(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox)
{
    /// <summary>Waits until the window is closed by a person or by time.</summary>
    /// <exception cref="RollbackException">Somebody goes back, and nothing is lost by it or the loss is accepted.</exception>
    public async Task WaitAsync()
    {
        var until = context.CurrentUtc + input.Plan.Fallback.KeepFor;
        board.Publish(status => status with
        {
            State = MigrationState.CutOver,
            Phase = "Users are on the target; the source is kept as a fallback",
            FallbackUntil = until,
            Next = $"Close the window with 'orchestrator finalize {status.Id}', or go back with 'orchestrator rollback {status.Id}'.",
        });
        await context.NotifyAsync(input, NotificationEvent.CutOver, $"Users of {input.Plan.Name} are on the target. Going back is possible until {until:u}.");
        while (await inbox.NextAsync(until) is { Kind: not RequestKind.Finalize } request)
        {
            if (request.Kind is RequestKind.Rollback or RequestKind.Cancel)
                await GoBackAsync(request);
        }

        board.Publish(status => status with { Error = null });
    }

    private async Task GoBackAsync(MigrationRequest request)
    {
        var verdict = await JudgeAsync(request.AcceptLoss);
        if (verdict.MayGoBack)
            throw new RollbackException($"{request.By} went back to the source{Inbox.Because(request)}. {verdict.Text}");
        board.Publish(status => status with { Error = StatusBoard.Cut($"Going back was refused. {verdict.Text}") });
    }

    // Users are on the target and well: an error here refuses to go back and never ends the migration.
    private async Task<FallbackVerdict> JudgeAsync(bool acceptLoss)
    {
        try
        {
            return await context.CallActivityAsync<FallbackVerdict>(nameof(PrepareFallback), new FallbackRequest(input, acceptLoss), input.StepRetry);
        }
        catch (TaskFailedException error)
        {
            return new FallbackVerdict(MayGoBack: false, error.Failure.Message);
        }
    }
}

using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What happens around every step: names and folders, cancellation, interceptors, and errors without secrets.</summary>
internal static class StepExecution
{
    /// <summary>The ledger document that tells running steps to stop.</summary>
    public const string CancelDocument = "cancel";

    private static readonly TimeSpan LookForCancelEvery = TimeSpan.FromSeconds(1);

    /// <summary>Runs a step or an undo.</summary>
    /// <exception cref="StepException">It failed.</exception>
    public static async Task<StepOutcome> RunAsync(
        StepServices services, ActivityRun run, StepRequest request, Func<StepScope, CancellationToken, Task<StepOutcome>> body, CancellationToken stop)
    {
        var scope = CreateScope(services, run.InstanceId, request.Step, request.Input);
        using var deadline = new CancellationTokenSource(TimeLeft(services, request), services.Time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var watch = request.IsUndo ? Task.CompletedTask : WatchForCancelAsync(services, run.InstanceId, cancel);
        try
        {
            cancel.Token.ThrowIfCancellationRequested();
            var outcome = await InterceptAsync(services, scope, () => body(scope, cancel.Token), cancel.Token);
            await RecordAsync(services, run, request, $"'{request.Step}' is done: {outcome.Summary}", outcome.EvidenceHash);
            return outcome;
        }
        catch (OperationPendingException pending) when (!cancel.IsCancellationRequested)
        {
            return new(services.Secrets.Redact(pending.Message))
            {
                LookAgainAfter = pending.LookAgainAfter,
                IsTooLate = services.Time.GetUtcNow() + pending.LookAgainAfter >= request.Deadline,
            };
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            Log.StepFailed(services.Logger, run.InstanceId, request.Step, request.Attempt, services.Secrets.Redact(error.ToString()));
            var failure = deadline.IsCancellationRequested
                ? new StepException("It was stopped because users would have waited for too long.", null, isTransient: true)
                : Describe(services.Secrets, error, isCancelled: cancel.IsCancellationRequested);
            await RecordAsync(services, run, request, $"'{request.Step}' failed: {failure.Message}", evidenceHash: null);
            throw failure;
        }
        finally
        {
            await cancel.CancelAsync();
            await watch;
        }
    }

    private static TimeSpan TimeLeft(StepServices services, StepRequest request) => request.Deadline is not { } deadline ? Timeout.InfiniteTimeSpan
        : deadline - services.Time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Makes the scope of a step.</summary>
    public static StepScope CreateScope(StepServices services, string migrationId, string step, MigrationInput input) =>
        CreateScope(services, migrationId, step, input.Plan, input.Rehearsal);

    /// <summary>Makes the scope of a step.</summary>
    public static StepScope CreateScope(StepServices services, string migrationId, string step, MigrationPlan plan, bool isRehearsal)
    {
        StepScope? scope = null;
        return scope = new StepScope
        {
            MigrationId = migrationId,
            Step = step,
            Plan = plan,
            IsRehearsal = isRehearsal,
            WorkFolder = services.Workspace.FolderOf(migrationId),
            Progress = new BoardProgress(services.Progress, migrationId, step),
            Secrets = services.Secrets,
            Expander = (text, cancellation) => Placeholders.ExpandAsync(text, services.Adapters, scope!, cancellation),
        };
    }

    // What was done counts: a trail that cannot be written now must not undo it, and what ran twice is noted twice.
    private static async Task RecordAsync(StepServices services, ActivityRun run, StepRequest request, string text, string? evidenceHash)
    {
        var at = services.Time.GetUtcNow();
        var entry = new LedgerEntry(run.InstanceId, $"{request.Step}.{request.Attempt}.{at:O}", request.IsUndo ? "undo" : "step", at, "orchestrator", text)
        {
            DataJson = DurableJson.Write(new { request.Step, request.Attempt, evidenceHash }),
        };
        try
        {
            await services.Ledger.AppendAsync(entry, CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.AuditFailed(services.Logger, run.InstanceId, text, services.Secrets.Redact(error.Message));
        }
    }

    private static async Task<StepOutcome> InterceptAsync(
        StepServices services, StepScope scope, Func<Task<StepOutcome>> body, CancellationToken cancellation)
    {
        StepOutcome? outcome = null;
        Func<Task> next = async () => outcome = await body();
        foreach (var interceptor in services.Interceptors.Reverse())
        {
            var inner = next;
            next = () => interceptor.InvokeAsync(scope, inner, cancellation);
        }

        await next();
        return outcome is null ? throw new InvalidOperationException("An interceptor did not run its step.") : outcome with
        {
            Summary = services.Secrets.Redact(outcome.Summary),
        };
    }

    private static async Task WatchForCancelAsync(StepServices services, string migrationId, CancellationTokenSource cancel)
    {
        using var timer = new PeriodicTimer(LookForCancelEvery, services.Time);
        try
        {
            while (!await IsCancelledAsync(services, migrationId, cancel.Token))
                await timer.WaitForNextTickAsync(cancel.Token);
            await cancel.CancelAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return; // the step has ended
        }
    }

    // A ledger that cannot be read at this second must not fail a step that works.
    private static async Task<bool> IsCancelledAsync(StepServices services, string migrationId, CancellationToken ended)
    {
        try
        {
            return await services.Ledger.ReadDocumentAsync(migrationId, CancelDocument, ended) is not null;
        }
        catch (Exception error) when (!ended.IsCancellationRequested)
        {
            Log.CancelUnknown(services.Logger, migrationId, services.Secrets.Redact(error.Message));
            return false;
        }
    }

    /// <summary>Describes an error without secrets.</summary>
    public static StepException Describe(ISecrets secrets, Exception error, bool isCancelled)
    {
        if (isCancelled)
            return new StepException("It was stopped because somebody cancelled the migration.", null, isTransient: false);
        var failure = FailureDetails.From(error);
        var remedy = failure.Remedy is null ? null : secrets.Redact(failure.Remedy);
        return new StepException(secrets.Redact(failure.Message), remedy, failure.IsTransient);
    }

    private sealed class BoardProgress(IProgressBoard board, string migrationId, string step) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => board.Report(migrationId, step, value);
    }
}

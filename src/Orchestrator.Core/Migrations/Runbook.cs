using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// Runs a flow: one statement per step with its undo beside it. A step that fails for good, a rejection, an expiry and
/// a cancellation all end the same way: every registered undo runs, newest first, and the migration ends as failed.
/// </summary>
/// <threadsafety>Not thread safe: belongs to one orchestration.</threadsafety>
public sealed partial class Runbook
{
    private readonly IOrchestrationContext? _context;
    private readonly MigrationInput? _input;
    private readonly StatusBoard _board = null!;
    private readonly Inbox _inbox = null!;
    private readonly Compensations _undos = null!;
    private readonly SyncWatch _watch = null!;
    private readonly FreezeBudget _budget = null!;
    private readonly SyncKeeper _keeper = null!;
    private readonly List<StepStatus> _listed = [];

    private Runbook()
    {
    }

    private Runbook(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox)
    {
        (_context, _input, _board, _inbox) = (context, input, board, inbox);
        _undos = new(context, input, board, inbox);
        _watch = new(context, input);
        _budget = new(input.Plan);
        _keeper = new(context, input, board, inbox, _watch);
    }

    private bool IsListing => _context is null;

    private StepRunner Runner => new(_context!, _input!, _board, _inbox, _budget);

    private FallbackWindow Window => new(_context!, _input!, _board, _inbox, new(_watch, TryWayBackAsync));

    /// <summary>Runs a flow to its end.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="MigrationInput"/>.</param>
    /// <param name="flow">The flow.</param>
    /// <returns>The last status of a migration that completed.</returns>
    /// <exception cref="MigrationFailedException">It was rolled back, or an operator left an undo that keeps failing.</exception>
    public static async Task<MigrationStatus> RunAsync(IOrchestrationContext context, Func<Runbook, Task> flow)
    {
        var input = context.GetInput<MigrationInput>()!;
        var run = new Runbook(context, input, new(context, Initial(context, input, List(flow))), new(context));
        run._board.Publish(status => status with { State = MigrationState.Running });
        try
        {
            await flow(run);
        }
        catch (Exception error) when (error is not NonDeterministicOrchestrationException)
        {
            if (await run.WhyGoBackAsync(error) is { } reason)
                throw await run.RollBackAsync(reason);
            await run.CloseWayBackAsync();
        }

        return await run.EndAsync(MigrationState.Completed, NotificationEvent.Completed, "completed");
    }

    /// <summary>Lists the steps of a flow without running any: for dry runs, statuses and documentation.</summary>
    /// <param name="flow">The flow.</param>
    /// <returns>The steps in order, with what their undos do.</returns>
    public static IReadOnlyList<StepStatus> List(Func<Runbook, Task> flow)
    {
        var listing = new Runbook();
        var done = flow(listing);
        return done.IsCompletedSuccessfully ? listing._listed : throw new InvalidOperationException("A flow may only await its runbook.", done.Exception);
    }

    /// <summary>Runs a step. Its undo is registered before it runs, because a step may fail half way.</summary>
    /// <param name="step">The step.</param>
    /// <param name="undo">What undoes it; accepts "never happened" and "already undone".</param>
    /// <returns>A task that completes when the step is done, or skipped by an operator.</returns>
    public Task Step(Step step, Step? undo = null)
    {
        if (IsListing)
        {
            _listed.Add(new(step.Name, step.Title, StepState.Pending) { Undoes = undo?.Title });
            return Task.CompletedTask;
        }

        if (undo is not null)
            _undos.Register(undo, step);
        return Runner.RunAsync(step);
    }

    /// <summary>Runs a step that touches users or the source; a rehearsal leaves it out.</summary>
    /// <param name="step">The step.</param>
    /// <param name="undo">What undoes it.</param>
    /// <returns>A task that completes when the step is done or left out.</returns>
    public Task LiveStep(Step step, Step? undo = null)
    {
        if (IsListing || !_input!.Rehearsal)
            return Step(step, undo);
        _board.Update(step, shown => shown with { State = StepState.Skipped, Summary = "Left out: this is a rehearsal." });
        return Task.CompletedTask;
    }

    /// <summary>Waits at a gate when the plan asks for it. A rehearsal has no gates: it touches nobody.</summary>
    /// <param name="gate">The name of the gate.</param>
    /// <returns>A task that completes when enough people have approved the evidence.</returns>
    public Task Approval(string gate) =>
        IsListing || _input!.Rehearsal || !_input.Plan.Approvals.TryGetValue(gate, out var wanted)
            ? Task.CompletedTask
            : new GateKeeper(_context!, _input, _board, _inbox).PassAsync(gate, wanted);

    /// <summary>Keeps the way back open until it is used, closed or expires. A rehearsal cleans up instead.</summary>
    /// <param name="keep">The undo that would destroy what users have written since; it is dropped.</param>
    /// <returns>A task that completes when the window is closed.</returns>
    public async Task FallbackWindow(Step keep)
    {
        if (IsListing)
            return;
        if (_input!.Rehearsal)
        {
            await CleanUpAsync();
            return;
        }

        _undos.Keep(keep);
        await Window.WaitAsync();
        await CloseWayBackAsync();
    }

    // Once something may have been written to the target, undoing could lose it: only what loses nothing or a person accepts goes back.
    private async Task<string?> WhyGoBackAsync(Exception error)
    {
        if (error is RollbackException { IsPrepared: true } || !(_undos.Has(Steps.RedirectTrafficBack) || _undos.Has(Steps.FreezeTarget)))
            return error.Message;
        try
        {
            _board.Publish(status => status with { State = status.State == MigrationState.OnHold ? MigrationState.Running : status.State });
            return await Window.MayGoBackAsync(error.Message, StayAtTargetAsync) ? error.Message : null;
        }
        catch (RollbackException back)
        {
            return back.Message;
        }
    }

    private async Task CleanUpAsync()
    {
        if (!await _undos.RunAsync(StepState.Completed))
            _board.Publish(status => status with { State = MigrationState.Running, Error = "An operator left parts of the rehearsal as they are." });
    }

    private async Task<MigrationFailedException> RollBackAsync(string reason)
    {
        _board.Publish(status => status with
        {
            State = MigrationState.RollingBack,
            Error = StatusBoard.Cut(reason),
            WaitingFor = null,
            FallbackUntil = null,
        });
        await _context!.NotifyAsync(_input!, NotificationEvent.Failed, $"{reason} Everything so far is being undone.");
        if (await _undos.RunAsync(StepState.Undone))
            await EndAsync(MigrationState.RolledBack, NotificationEvent.RolledBack, $"rolled back: {reason}");
        else
            await EndAsync(MigrationState.NeedsOperator, NotificationEvent.NeedsOperator, $"not wholly undone: {reason}");
        return new MigrationFailedException(_context!.InstanceId, _board.Status.State, reason);
    }

    private async Task<MigrationStatus> EndAsync(MigrationState state, NotificationEvent what, string text)
    {
        var last = _board.Status with
        {
            State = state,
            Phase = state.ToString(),
            FinishedAt = _context!.CurrentUtc,
            FallbackUntil = null,
            Next = $"Read the evidence: 'orchestrator report {_board.Status.Id}'.",
        };
        await _context.NotifyAsync(_input!, what, $"The migration of {_input!.Plan.Name} is {text}");
        var problem = await CloseAsync(last);
        _board.Publish(_ => problem is null ? last : last with { Error = StatusBoard.Cut($"{last.Error} {problem}".Trim()) });
        return _board.Status;
    }

    // Closed before its end is shown: whoever sees that may start the next one. An error here changes nothing of what was reached.
    private async Task<string?> CloseAsync(MigrationStatus last)
    {
        try
        {
            await _context!.CallActivityAsync<bool>(nameof(CloseMigration), new CloseRequest(_input!, last), _input!.UndoRetry);
            return null;
        }
        catch (TaskFailedException error)
        {
            return $"It could not be tidied up: {error.Failure.Message}";
        }
    }

    private static MigrationStatus Initial(IOrchestrationContext context, MigrationInput input, IReadOnlyList<StepStatus> steps) =>
        new(context.InstanceId, input.Plan.Name, StrategyChooser.Choose(input.Plan).Strategy, input.Rehearsal, MigrationState.Pending)
        {
            StartedBy = input.StartedBy,
            StartedAt = context.CurrentUtc,
            Steps = steps,
        };
}

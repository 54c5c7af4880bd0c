using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>The undos of a migration: registered before their steps run, run newest first; one that fails stops no other.</summary>
internal sealed class Compensations(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox)
{
    private readonly Stack<(Step Undo, Step Of)> _undos = new();

    /// <summary>Registers an undo before its step runs.</summary>
    public void Register(Step undo, Step of) => _undos.Push((undo, of));

    /// <summary>Whether an undo is registered: whether its step may have begun.</summary>
    public bool Has(Step undo) => _undos.Any(entry => entry.Undo == undo);

    /// <summary>Drops an undo: what its step made is kept from now on.</summary>
    public void Keep(Step undo) => Filter(registered => registered != undo);

    /// <summary>Drops all undos but some.</summary>
    public void KeepOnly(params IReadOnlyList<Step> undos) => Filter(undos.Contains);

    private void Filter(Func<Step, bool> stays)
    {
        var rest = _undos.Where(entry => stays(entry.Undo)).Reverse().ToList();
        _undos.Clear();
        rest.ForEach(_undos.Push);
    }

    /// <summary>How many are registered: a mark to go back to.</summary>
    public int Count => _undos.Count;

    /// <summary>Runs all undos, or the newest down to a mark; those that keep failing wait for an operator.</summary>
    /// <returns>Whether everything is undone; <see langword="false"/> when an operator left something as it is.</returns>
    public async Task<bool> RunAsync(StepState shownAs, int downTo = 0)
    {
        var left = new List<(Step Undo, Step Of)>();
        while (_undos.Count > downTo)
            left.Add(_undos.Pop());
        for (left = await UndoAllAsync(left, shownAs); left.Count > 0; left = await UndoAllAsync(left, shownAs))
        {
            if (await AskOperatorAsync(left) == RequestKind.Skip)
                return false;
        }

        return true;
    }

    private async Task<List<(Step Undo, Step Of)>> UndoAllAsync(List<(Step Undo, Step Of)> undos, StepState shownAs)
    {
        var failed = new List<(Step, Step)>();
        foreach (var (undo, of) in undos)
        {
            if (await TryUndoAsync(undo, of, shownAs) is not { } error)
                continue;
            failed.Add((undo, of));
            board.Update(of, shown => shown with { State = StepState.UndoFailed, Error = StatusBoard.Cut(error) });
        }

        return failed;
    }

    private async Task<string?> TryUndoAsync(Step undo, Step of, StepState shownAs)
    {
        for (var attempt = 1; ; attempt++)
        {
            board.Publish(status => status with { Phase = undo.Title });
            board.Begin(undo, attempt, "The remaining undos run, newest first.");
            try
            {
                var outcome = await context.CallStepAsync(undo.Activity, new StepRequest(undo.Name, input, attempt) { IsUndo = true }, (pending, pause) => PauseAsync(of, pending.Summary, pause));
                board.Update(of, shown => shown with { State = shownAs, Summary = outcome.Summary });
                board.Complete(undo, outcome);
                return null;
            }
            catch (TaskFailedException error) when (attempt >= input.UndoRetry.MaxAttempts)
            {
                return error.Failure.Message;
            }
            catch (TaskFailedException error)
            {
                board.Update(of, shown => shown with { Error = StatusBoard.Cut(error.Failure.Message) });
            }

            await context.CreateTimer(context.CurrentUtc + input.UndoRetry.DelayAfter(attempt));
        }
    }

    private Task PauseAsync(Step of, string what, TimeSpan pause)
    {
        board.Update(of, shown => shown with { Summary = what });
        return context.CreateTimer(context.CurrentUtc + pause);
    }

    private async Task<RequestKind> AskOperatorAsync(List<(Step Undo, Step Of)> failed)
    {
        var names = string.Join(", ", failed.Select(entry => $"'{entry.Undo.Name}'"));
        var before = board.Status.State;
        board.Publish(status => status with
        {
            State = MigrationState.NeedsOperator,
            Error = $"These undos keep failing: {names}. All others have run.",
            Next = $"Mend the cause and run 'orchestrator retry {status.Id}', or leave it and run 'orchestrator skip {status.Id}'.",
        });
        var since = board.Status.Revision;
        await context.NotifyAsync(input, NotificationEvent.NeedsOperator, $"These undos keep failing and need a person: {names}.");
        while (true)
        {
            var request = await inbox.NextAsync(DateTimeOffset.MaxValue);
            if (request?.Kind is not (RequestKind.Retry or RequestKind.Skip) || request.Revision < since)
                continue;
            if (request.Kind == RequestKind.Retry)
                board.Publish(status => status with { State = before, Error = null });
            return request.Kind;
        }
    }
}

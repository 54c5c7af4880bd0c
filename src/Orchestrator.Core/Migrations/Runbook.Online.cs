using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <content>What online flows are written with beside steps.</content>
public sealed partial class Runbook
{
    private int MaxFreezes { get; init; } = 5;

    /// <summary>Keeps the target in step until everything is proven equal, people have approved it and a window is open.</summary>
    /// <param name="gate">The gate that the plan may ask for.</param>
    /// <returns>A task that completes when the cutover may begin.</returns>
    public Task MaintainSync(string gate)
    {
        if (!IsListing)
            return _keeper.WaitAsync(gate);
        _listed.Add(new(Steps.MaintainSync.Name, Steps.MaintainSync.Title, StepState.Pending));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Runs steps that users wait for. When they cannot be done within the tolerated downtime, writes are given back, and
    /// all of it is tried again, a few times by itself and then, where the plan holds failed steps, when an operator says so.
    /// </summary>
    /// <param name="attempt">The steps, of which the first freezes writes or waits until that is in order.</param>
    /// <returns>A task that completes when the steps are done.</returns>
    public async Task Freeze(Func<Task> attempt)
    {
        if (IsListing)
        {
            await attempt();
            return;
        }

        for (var count = 1; await TryFreezeAsync(attempt) is { } given; count++)
        {
            if (given.IsTransient && count < MaxFreezes)
                await _context!.NotifyAsync(_input!, NotificationEvent.Held, $"{given.Message} Writes are given back; it will be tried again.");
            else if (_input!.Plan.OnFailure == FailurePolicy.Hold)
                await Runner.WaitForOperatorAsync(given.Step, $"{given.Message} Writes are given back.");
            else
                throw new RollbackException($"{given.Message} Tried {count} time(s); writes are given back.");
        }
    }

    // Null when the steps are done; otherwise why writes were given back. The steps are to be done again then.
    private async Task<GiveBackException?> TryFreezeAsync(Func<Task> attempt)
    {
        var (undos, evidence, before) = (_undos.Count, _board.Evidence.Count, _board.Status.Steps);
        _budget.IsArmed = true;
        try
        {
            await attempt();
            return null;
        }
        catch (GiveBackException error)
        {
            _budget.Stop();
            _board.Publish(status => status with { Phase = "Give writes back", Error = StatusBoard.Cut(error.Message) });
            if (!await _undos.RunAsync(StepState.Pending, downTo: undos))
                throw new RollbackException($"{error.Message} An operator left parts of the freeze as they are.");
            _board.Evidence.RemoveRange(evidence, _board.Evidence.Count - evidence);
            _board.Publish(status => status with { Steps = [.. before.Select(step => step.Name == error.Step.Name ? step with { Error = StatusBoard.Cut(error.Message) } : step)] });
            return error;
        }
        finally
        {
            _budget.Stop();
        }
    }

    // Null when the source may take over and has everything; otherwise why not, and users are at the target again.
    private async Task<string?> TryWayBackAsync()
    {
        _inbox.HearsCancel = false; // going back is what a cancellation asks for
        // Nobody is asked in the middle of it: what fails gives writes back to the target, and a person can try again.
        var input = _input! with { Plan = _input.Plan with { OnFailure = FailurePolicy.Rollback } };
        var back = new Runbook(_context!, input, _board, _inbox) { MaxFreezes = 1 };
        _board.Publish(status => status with { Steps = [.. status.Steps.Where(step => !WayBackSteps.Contains(step.Name)), .. List(WayBack.Flow)] });
        try
        {
            await WayBack.Flow(back);
            return null;
        }
        catch (Exception error) when (error is RollbackException or GiveBackException)
        {
            await back._undos.RunAsync(StepState.Undone);
            return error.Message;
        }
    }

    // Users who cannot go back and are still held, because what failed was to send them on, would be held for good.
    private async Task StayAtTargetAsync()
    {
        _undos.Keep(Steps.RemoveTarget);
        if (!_undos.Has(Steps.FreezeTarget) || _board.Status.WritesFrozenSince is null)
            return;
        var release = new Compensations(_context!, _input!, _board, _inbox);
        release.Register(Steps.ReleaseTarget, of: Steps.RedirectTraffic);
        release.Register(Steps.OpenTarget, of: Steps.OpenTarget);
        await release.RunAsync(StepState.Completed);
    }

    private static HashSet<string> WayBackSteps { get; } = List(WayBack.Flow).Select(step => step.Name).ToHashSet();

    // The window is closed for good: what would have led back is removed, and the source stays as it is.
    private async Task CloseWayBackAsync()
    {
        if (!_undos.Has(Steps.DisarmReverseSync))
            return;
        _undos.KeepOnly(Steps.DisarmReverseSync, Steps.RemoveSync);
        if (!await _undos.RunAsync(StepState.Completed))
            _board.Publish(status => status with { State = MigrationState.CutOver, Error = "An operator left parts of the sync as they are." });
    }
}

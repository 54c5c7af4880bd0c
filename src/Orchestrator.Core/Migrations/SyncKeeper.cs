using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// Keeps the target in step until a cutover may begin: everything proven equal, people have approved exactly that, a
/// window is open, and the freeze is predicted to end in time. An approval holds for as long as its evidence does.
/// </summary>
internal sealed class SyncKeeper(IOrchestrationContext context, MigrationInput input, StatusBoard board, Inbox inbox, SyncWatch watch)
{
    private string? _approved;

    /// <summary>Waits until a cutover may begin.</summary>
    /// <exception cref="RollbackException">Somebody rejected or cancelled, nobody decided in time, or the sync cannot be looked at.</exception>
    public async Task WaitAsync(string gate)
    {
        board.Begin(Steps.MaintainSync, attempt: 1, "Users are not touched before everything is proven equal.");
        try
        {
            var report = await LookAsync(known: null);
            while (await NextAsync(report, gate) is { } next)
                report = next;
            board.Complete(Steps.MaintainSync, new(Describe(report)));
        }
        catch (TaskFailedException error)
        {
            throw new RollbackException($"The sync cannot be maintained: {error.Failure.Message}");
        }
        finally
        {
            await watch.StopAsync();
        }
    }

    // What to wait for next; null when the cutover may begin.
    private async Task<SyncReport?> NextAsync(SyncReport report, string gate)
    {
        if (!report.IsProven)
            return await WaitForNewsAsync(report, "Users stay where they are until everything is proven equal.");
        if (NeedsApproval(report, gate) is { } wanted)
            return await AskAsync(report, gate, wanted);
        if (WindowOpens() is { } opens)
            return await WaitForNewsAsync(report, $"The cutover begins in the window at {opens:u}.", opens);
        return report.IsReady ? null : await WaitForNewsAsync(report, "The cutover begins as soon as the freeze is predicted to be short enough.", untilReady: true);
    }

    private ApprovalGate? NeedsApproval(SyncReport report, string gate) =>
        !input.Rehearsal && report.Signature != _approved ? input.Plan.Approvals.GetValueOrDefault(gate) : null;

    private async Task<SyncReport> AskAsync(SyncReport report, string gate, ApprovalGate wanted)
    {
        watch.Start(SyncDirection.Forward, report.Signature);
        if (await new GateKeeper(context, input, board, inbox).TryPassAsync(gate, wanted, report.Signature, watch.News))
            _approved = report.Signature;
        return await StopAsync();
    }

    private async Task<SyncReport> WaitForNewsAsync(SyncReport report, string next, DateTimeOffset? until = null, bool untilReady = false)
    {
        board.Publish(status => status with { Phase = Steps.MaintainSync.Title, Next = next });
        watch.Start(SyncDirection.Forward, report.Signature, untilReady);
        while (!watch.News.IsCompleted && !(context.CurrentUtc >= until))
        {
            await inbox.WaitAsync(until ?? DateTimeOffset.MaxValue, watch.News);
            await inbox.ThrowIfCancelledAsync();
        }

        return await StopAsync();
    }

    private async Task<SyncReport> LookAsync(string? known)
    {
        watch.Start(SyncDirection.Forward, known);
        return await StopAsync();
    }

    private async Task<SyncReport> StopAsync()
    {
        var report = (await watch.StopAsync())!;
        board.Publish(status => status with { Sync = report, LagBytes = report.LagBytes });
        return report;
    }

    // A window must not close before a rollback that begins in it could end.
    private DateTimeOffset? WindowOpens() => input.Rehearsal || input.Plan.Downtime.Windows is not { Count: > 0 } windows
        ? null
        : windows.Any(window => window.Start <= context.CurrentUtc && context.CurrentUtc + input.Plan.FreezeBudget() < window.Start + window.Duration) ? null
        : windows.Select(window => window.Start).Where(start => start > context.CurrentUtc).Order().Select(start => (DateTimeOffset?)start).FirstOrDefault()
            ?? throw new RollbackException("All downtime windows of the plan have passed.");

    private static string Describe(SyncReport report) =>
        $"{report.TotalCount:N0} rows and files follow, {report.LagBytes:N0} bytes behind; {report.PendingCount:N0} changed since they were found equal.";
}

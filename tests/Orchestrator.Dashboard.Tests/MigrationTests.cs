using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>One migration: the runbook, the sync, the freeze, and the way back.</summary>
[Collection(DashboardGroup.Name)]
public sealed class MigrationTests(DashboardFixture fixture)
{
    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Runbook_InMidMigration_ShowsWhatIsDoneRunningAndToCome()
    {
        var workload = DashboardServer.NewWorkload("runbook");
        var cue = Server.Director.Hold(workload, "restore", new StepProgress(250, 1_000, "rows"));
        var id = await Server.BeginAsync(Plans.CutOver(workload));
        await cue.ReachedAsync();
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration(id));
        await Expect(rita.Step("backup")).ToContainTextAsync("Done");
        await Expect(rita.Step("restore")).ToContainTextAsync("Running");
        await Expect(rita.Step("restore").GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("aria-valuenow", "25");
        await Expect(rita.Step("redirect")).ToContainTextAsync("To come");
        await Expect(rita.Step("provision")).ToContainTextAsync("Remove what was made on the target"); // its undo
        await rita.RequireUsersOnAsync("source");
        cue.Release();
        await Expect(rita.Step("redirect")).ToContainTextAsync("Done");
        await rita.RequireUsersOnAsync("target");
    }

    [Fact]
    public async Task Freeze_WhileUsersWait_RunsAgainstItsBudget()
    {
        var workload = DashboardServer.NewWorkload("freeze");
        var cue = Server.Director.Hold(workload, "prove-freeze");
        var plan = Plans.Online(workload);
        var id = await Server.BeginAsync(plan with { Approvals = new Dictionary<string, Core.Plans.ApprovalGate>() });
        await cue.ReachedAsync();
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration(id));
        await Expect(rita.Freeze).ToContainTextAsync("5 min"); // what the plan allows
        var first = await rita.Freeze.InnerTextAsync();
        await Expect(rita.Freeze).Not.ToHaveTextAsync(first); // it runs
        cue.Release();
        await Server.ReachedAsync(id, MigrationState.CutOver);
        await Expect(rita.Main).ToContainTextAsync("13 days"); // how long going back stays possible
    }

    [Fact]
    public async Task Sync_WhileItIsMaintained_IsDrawnAndNamed()
    {
        var workload = DashboardServer.NewWorkload("sync");
        var world = Server.Worlds.Of(workload);
        world.Sync = new(IsFollowing: true, LagBytes: 3_000_000) { Lag = TimeSpan.FromSeconds(3), CatchUp = TimeSpan.FromSeconds(2), AppliedBytesPerSecond = 1_500_000 };
        var id = await Server.BeginAsync(Plans.Online(workload), MigrationState.WaitingForApproval);
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration(id));
        foreach (var chart in new[] { "chart-lag", "chart-rate" })
            await Expect(rita.Page.GetByTestId(chart)).ToBeVisibleAsync();
        await Expect(rita.Main).ToContainTextAsync("3.00 MB");
        world.Sync = world.Sync with { LagBytes = 1_000_000 };
        await Expect(rita.Main).ToContainTextAsync("1.00 MB");
        await Expect(rita.Page.GetByTestId("chart-lag").Locator("svg").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Finalize_WithItsTypedConfirmation_ClosesTheWindow()
    {
        var workload = DashboardServer.NewWorkload("done");
        var id = await Server.BeginAsync(Plans.CutOver(workload), MigrationState.CutOver);
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await olga.Button(Actions.Close).First.ClickAsync();
        var confirm = olga.Dialog.GetByRole(AriaRole.Button, new() { Name = Actions.Close });
        await Expect(confirm).ToBeDisabledAsync();
        var typed = olga.Dialog.GetByLabel(workload);
        await typed.FillAsync("something else");
        await Expect(confirm).ToBeDisabledAsync();
        await typed.FillAsync(workload);
        await confirm.ClickAsync();
        await Server.ReachedAsync(id, MigrationState.Completed);
        await Expect(olga.Main).ToContainTextAsync("Completed");
    }

    [Fact]
    public async Task PauseAndResume_OfARunningMigration_AreSeenAtOnce()
    {
        var id = await Server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("pausing")), MigrationState.WaitingForApproval);
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await olga.ActAsync(Actions.Pause, "lunch");
        await Server.ReachedAsync(id, MigrationState.Paused);
        await Expect(olga.Main).ToContainTextAsync("Paused");
        await olga.ActAsync(Actions.Resume, "back");
        await Server.ReachedAsync(id, MigrationState.WaitingForApproval);
        await Expect(olga.Main).ToContainTextAsync("Waiting for approval");
    }

    [Fact]
    public async Task Times_OfAViewerElsewhere_AreTheirsWithUtcBeside()
    {
        var id = await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("zone")), MigrationState.CutOver);
        var started = (await Server.ReachedAsync(id, MigrationState.CutOver)).StartedAt;
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration(id), new() { TimeZone = "Asia/Kathmandu" }); // +05:45
        var there = started.ToOffset(new(5, 45, 0));
        await Expect(rita.Main).ToContainTextAsync($"{there:HH:mm}");
        await Expect(rita.Main.Locator($"time:has-text('{there:HH:mm}')").First).ToHaveAttributeAsync("datetime", new System.Text.RegularExpressions.Regex("Z$"));
        await Expect(rita.Main).ToContainTextAsync("UTC");
    }

    [Fact]
    public async Task Unknown_Migration_SaysSo()
    {
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration("nothing-1"));
        await Expect(rita.Main).ToContainTextAsync("nothing-1");
        await Expect(rita.Traffic).ToBeHiddenAsync();
    }
}

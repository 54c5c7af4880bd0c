using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>All migrations at a glance.</summary>
[Collection(DashboardGroup.Name)]
public sealed class NowTests(DashboardFixture fixture)
{
    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Row_OfAMigrationThatGoesOn_ChangesByItself()
    {
        var workload = DashboardServer.NewWorkload("live");
        var cue = Server.Director.Hold(workload, "restore", new(400, 1_000, "rows"));
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Only(workload));
        var id = await Server.BeginAsync(Plans.CutOver(workload));
        await cue.ReachedAsync();
        await Expect(rita.Row(id)).ToContainTextAsync("Restore the backup on the target");
        await Expect(rita.Row(id).GetByRole(AriaRole.Progressbar).First).ToBeVisibleAsync();
        cue.Release();
        await Expect(rita.Row(id)).ToContainTextAsync("Cut over");
        await Expect(rita.Row(id)).ToContainTextAsync("target", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task Row_ThatWaits_SaysForWhatAndForWhomAndLeadsThere()
    {
        var workload = DashboardServer.NewWorkload("waiting");
        var id = await Server.BeginAsync(Plans.Gated(workload), MigrationState.WaitingForApproval);
        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Only(workload));
        await Expect(anna.Row(id)).ToContainTextAsync("cutover");
        await Expect(anna.Row(id)).ToContainTextAsync("approver");
        await anna.Row(id).GetByRole(AriaRole.Link).First.ClickAsync();
        await anna.Page.WaitForURLAsync($"**/dashboard/migrations/{id}**");
        await anna.Page.GoBackAsync();
        await Expect(anna.Row(id)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Filters_ByOwnerStateAndEnvironment_ShowOnlyWhatMatches()
    {
        var plan = Plans.Gated(DashboardServer.NewWorkload("filtered")) with { Owner = new() { Name = "Night shift" }, Environment = WorkloadEnvironment.Test };
        var waiting = await Server.BeginAsync(plan, MigrationState.WaitingForApproval);
        var moved = await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("filtered")) with { Owner = plan.Owner }, MigrationState.CutOver);
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Now);
        await Expect(rita.Rows.First).ToBeVisibleAsync();

        await rita.Page.GetByLabel("Owner").SelectOptionAsync("Night shift");
        await Expect(rita.Rows).ToHaveCountAsync(2);
        await rita.Page.GetByLabel("Environment").SelectOptionAsync(new SelectOptionValue { Label = "test" });
        await Expect(rita.Row(waiting)).ToBeVisibleAsync();
        await Expect(rita.Row(moved)).ToHaveCountAsync(0);
        await rita.Page.GetByLabel("Environment").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await rita.Page.GetByLabel("State").SelectOptionAsync(new SelectOptionValue { Label = "· Cut over" });
        await Expect(rita.Row(moved)).ToBeVisibleAsync();
        await Expect(rita.Row(waiting)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Table_ForAScreenReader_SaysHowManyRowsThereAre()
    {
        await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("counted")), MigrationState.CutOver);
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Now);
        var all = (await Server.ListAsync()).Count;
        await Expect(rita.Page.GetByRole(AriaRole.Table).First).ToHaveAttributeAsync("aria-rowcount", $"{all + 1}"); // and the header
    }
}

using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>An approver is told, looks and decides.</summary>
[Collection(DashboardGroup.Name)]
public sealed class ApprovalTests(DashboardFixture fixture)
{
    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Approve_FromTheLinkOfTheNotification_LetsTheMigrationGoOn()
    {
        var (workload, id) = await BeginGatedAsync("invoices");
        await using var anna = await fixture.VisitAsync(People.Approver, LinkOf(workload));
        await Expect(anna.Main).ToContainTextAsync(workload);
        var waiting = (await Server.ReachedAsync(id, MigrationState.WaitingForApproval)).WaitingFor!;
        await Expect(anna.Main).ToContainTextAsync(waiting.EvidenceHash[..12]);
        await Expect(anna.Main).ToContainTextAsync("rows"); // what was compared
        await anna.ActAsync(Actions.Approve, "rows are equal");

        await Server.ReachedAsync(id, MigrationState.CutOver);
        var decision = Assert.Single((await Server.ReportAsync(id)).Approvals);
        Assert.Equal((People.Approver, waiting.EvidenceHash, "rows are equal"), (decision.By, decision.EvidenceHash, decision.Comment));
        await anna.Page.GotoAsync(Addresses.Migration(id));
        await anna.RequireUsersOnAsync("target");
    }

    [Fact]
    public async Task Approve_WithTheKeyboardAlone_LetsTheMigrationGoOn()
    {
        var (_, id) = await BeginGatedAsync("keyboard");
        await using var anna = await fixture.ComeAsync(Server, Addresses.Approval(id));
        await anna.TabToAsync("Key");
        await anna.Page.Keyboard.TypeAsync(Server.KeyOf[People.Approver]);
        await anna.Page.Keyboard.PressAsync("Enter");
        await Expect(anna.Button(Actions.Approve)).ToBeVisibleAsync();
        await anna.TabToAsync(Actions.Approve);
        Assert.True(await anna.IsFocusVisibleAsync(), "Whoever has no mouse does not see where they are.");
        await anna.Page.Keyboard.PressAsync("Enter");
        await Expect(anna.Dialog).ToBeVisibleAsync();
        await anna.TabToAsync(Actions.Approve);
        await anna.Page.Keyboard.PressAsync("Enter");
        await Server.ReachedAsync(id, MigrationState.CutOver);
    }

    [Fact]
    public async Task Reject_WithAReason_PutsEverythingBack()
    {
        var (workload, id) = await BeginGatedAsync("ledger");
        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Approval(id));
        await anna.ActAsync(Actions.Reject, "not on a Friday");

        var status = await Server.ReachedAsync(id, MigrationState.RolledBack);
        Assert.Contains("not on a Friday", status.Error);
        Server.Worlds.Of(workload).RequireBackAtSource();
        await anna.Page.GotoAsync(Addresses.Migration(id));
        await Expect(anna.Main).ToContainTextAsync("not on a Friday");
    }

    [Fact]
    public async Task Approve_SecondOfTwo_SeesWhoHasApprovedAndDecides()
    {
        var (_, id) = await BeginGatedAsync("payroll", required: 2);
        await using var paul = await fixture.VisitAsync(People.SecondApprover, Addresses.Approval(id));
        await Expect(paul.Button(Actions.Approve)).ToBeVisibleAsync();
        await Expect(paul.Main).Not.ToContainTextAsync(People.Approver);

        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Approval(id));
        await anna.ActAsync(Actions.Approve, "first");
        await Expect(anna.Main).ToContainTextAsync("You have approved");
        await Expect(anna.Button(Actions.Approve)).ToBeHiddenAsync();
        await Expect(anna.Button(Actions.Reject)).ToBeVisibleAsync(); // whoever finds an error late can still stop it
        await Expect(paul.Main).ToContainTextAsync(People.Approver); // without a reload
        await paul.ActAsync(Actions.Approve, "second");
        await Server.ReachedAsync(id, MigrationState.CutOver);
    }

    [Fact]
    public async Task Approve_EvidenceChangedMeanwhile_IsNoLongerOffered()
    {
        var workload = DashboardServer.NewWorkload("moving");
        var id = await Server.BeginAsync(Plans.Online(workload), MigrationState.WaitingForApproval);
        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Approval(id));
        await Expect(anna.Main).ToContainTextAsync("your first look");
        await anna.Page.ReloadAsync();
        await Expect(anna.Main).ToContainTextAsync("Nothing has changed since your last look");
        var seen = (await Server.ReachedAsync(id, MigrationState.WaitingForApproval)).WaitingFor!.EvidenceHash;
        await Expect(anna.Main).ToContainTextAsync(seen[..12]);

        Server.Worlds.Of(workload).Sync = new(IsFollowing: false, LagBytes: 4_096) { Problems = [new("subscription", "it has stopped", "Start it", IsBlocking: true)] };
        await Expect(anna.Main).Not.ToContainTextAsync(seen[..12]);
        await Expect(anna.Button(Actions.Approve)).ToBeHiddenAsync();
    }

    private async Task<(string Workload, string Id)> BeginGatedAsync(string stem, int required = 1)
    {
        var workload = DashboardServer.NewWorkload(stem);
        return (workload, await Server.BeginAsync(Plans.Gated(workload, required), MigrationState.WaitingForApproval));
    }

    private string LinkOf(string workload)
    {
        var told = Assert.Single(Server.Worlds.Of(workload).Told, notification => notification.Event == NotificationEvent.ApprovalNeeded);
        return told.Link!;
    }
}

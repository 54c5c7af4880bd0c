using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>Whoever may only read sees everything and can change nothing.</summary>
[Collection(DashboardGroup.Name)]
public sealed class ReaderTests(DashboardFixture fixture)
{
    private static readonly string[] Changes = [Actions.Approve, Actions.Reject, Actions.Retry, Actions.Skip, Actions.RollBack, Actions.Pause, Actions.Cancel, Actions.Close];

    public static TheoryData<string> Requests =>
        ["approvals/cutover", "decisions", "pause", "resume", "cancel", "rollback", "finalize"];

    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Pages_SeenByAReader_OfferNoAction()
    {
        var gated = await Server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("reading")), MigrationState.WaitingForApproval);
        var cutOver = await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("reading")), MigrationState.CutOver);
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Migration(gated));
        await RequireNoActionAsync(rita, gated);
        await rita.Page.GotoAsync(Addresses.Approval(gated));
        await RequireNoActionAsync(rita, gated);
        await rita.Page.GotoAsync(Addresses.Migration(cutOver));
        await RequireNoActionAsync(rita, cutOver);
    }

    [Fact]
    public async Task Page_SeenByAnApprover_OffersNoActionOfAnOperator()
    {
        var cutOver = await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("reading")), MigrationState.CutOver);
        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Migration(cutOver));
        await RequireNoActionAsync(anna, cutOver);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_FromAReader_IsRefusedByTheServer(string request)
    {
        var id = await Server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("refused")), MigrationState.WaitingForApproval);
        using var rita = Server.ClientOf(People.Reader);
        using var answer = await rita.PostAsJsonAsync(new Uri($"/api/migrations/{id}/{request}", UriKind.Relative), new { decision = "approve", action = "retry" });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await Server.ReachedAsync(id, MigrationState.WaitingForApproval);
    }

    [Fact]
    public async Task SignIn_WithAWrongKey_SaysSoAndShowsNothing()
    {
        var id = await Server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("secret")), MigrationState.CutOver);
        await using var nobody = await fixture.ComeAsync(Server, Addresses.Migration(id));
        await nobody.TryKeyAsync("orc_wrong");
        await Expect(nobody.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not know this key");
        await Expect(nobody.Traffic).ToHaveCountAsync(0);
    }

    private static async Task RequireNoActionAsync(Visitor visitor, string id)
    {
        await Expect(visitor.Main).ToContainTextAsync(id);
        foreach (var change in Changes)
            await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = change })).ToHaveCountAsync(0);
    }
}

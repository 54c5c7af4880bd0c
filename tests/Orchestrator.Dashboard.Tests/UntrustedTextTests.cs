using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>Whatever others wrote stays text, wherever it is shown.</summary>
[Collection(DashboardGroup.Name)]
public sealed class UntrustedTextTests(DashboardFixture fixture)
{
    private const string Nasty = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>&amp;";

    private const string Because = $": {Nasty}";

    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Texts_OfPeopleAndErrors_StayText()
    {
        var workload = DashboardServer.NewWorkload("nasty");
        Server.Director.FailOnce(workload, "restore", Nasty, Nasty);
        var id = await Server.BeginAsync(Plans.Holding(workload) with { Owner = new() { Name = Nasty } }, MigrationState.OnHold);
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Only(workload));
        await Expect(olga.Row(id)).ToContainTextAsync(Nasty); // the owner
        await RequireHarmlessAsync(olga);

        await olga.Page.GotoAsync(Addresses.Migration(id));
        await Expect(olga.Step("restore")).ToContainTextAsync(Nasty); // the error
        await olga.ActAsync(Actions.Retry, Nasty);
        await Server.ReachedAsync(id, MigrationState.CutOver);
        await RequireHarmlessAsync(olga);

        await olga.Page.GotoAsync(Addresses.Report(id));
        await Expect(olga.Main).ToContainTextAsync($"Retry{Because}"); // the comment, in the audit trail
        await RequireHarmlessAsync(olga);
    }

    [Fact]
    public async Task Address_WithMarkupInItsQuery_StaysText()
    {
        await using var rita = await fixture.VisitAsync(People.Reader, Addresses.Only($"nobody {Nasty}"));
        await Expect(rita.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync($"nobody {Nasty}");
        await Expect(rita.Main).ToContainTextAsync("Nothing fits");
        await RequireHarmlessAsync(rita);
    }

    [Fact]
    public async Task Address_WithMarkupInItsPath_IsNoPage()
    {
        await using var nobody = await fixture.ComeAsync(Server, Addresses.Now);
        var answer = await nobody.Page.GotoAsync("/dashboard/migrations/" + Uri.EscapeDataString(Nasty));
        Assert.Equal(404, answer!.Status);
        await RequireHarmlessAsync(nobody);
    }

    private static async Task RequireHarmlessAsync(Visitor visitor)
    {
        await Expect(visitor.Page.Locator("img[src='x']")).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("b")).ToHaveCountAsync(0);
        Assert.DoesNotContain("broken", await visitor.Page.TitleAsync());
    }
}

using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>A step has failed, and an operator handles it.</summary>
[Collection(DashboardGroup.Name)]
public sealed class HeldStepTests(DashboardFixture fixture)
{
    private DashboardServer Server => fixture.Server;

    [Fact]
    public async Task Retry_WithAComment_RunsTheStepAgainAndKeepsTheComment()
    {
        var id = await BeginHeldAsync("restore");
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await Expect(olga.Step("restore")).ToContainTextAsync("the disk is full");
        await Expect(olga.Step("restore")).ToContainTextAsync("Make room");
        await olga.ActAsync(Actions.Retry, "made room");

        await Server.ReachedAsync(id, MigrationState.CutOver);
        await olga.RequireUsersOnAsync("target");
        Assert.Contains((await Server.ReportAsync(id)).Audit, entry => entry.Actor == People.Operator && entry.Text.Contains("made room", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Skip_OfAHeldStep_GoesOnWithoutIt()
    {
        var id = await BeginHeldAsync("check");
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await olga.ActAsync(Actions.Skip, "checked by hand", typed: (await Server.ReachedAsync(id, MigrationState.OnHold)).Workload);
        var status = await Server.ReachedAsync(id, MigrationState.CutOver);
        Assert.Equal(StepState.Skipped, Assert.Single(status.Steps, step => step.Name == "check").State);
        await Expect(olga.Step("check")).ToContainTextAsync("Skipped");
    }

    [Fact]
    public async Task RollBack_OfAHeldStep_ShowsWhatWasUndone()
    {
        var id = await BeginHeldAsync("validate");
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await Expect(olga.Step("stop")).ToContainTextAsync("Start the source workload again"); // the undo that stands behind it
        await olga.ActAsync(Actions.RollBack, "another night");
        await Server.ReachedAsync(id, MigrationState.RolledBack);
        await Expect(olga.Step("stop")).ToContainTextAsync("Undone");
        await olga.RequireUsersOnAsync("source");
    }

    [Fact]
    public async Task Act_OnWhatSomebodyElseHasDecided_ShowsWhyItWasRefused()
    {
        var id = await BeginHeldAsync("restore");
        await using var olga = await fixture.VisitAsync(People.Operator, Addresses.Migration(id));
        await olga.Button(Actions.Retry).First.ClickAsync();
        // The page learns of it as well, so the answer to its request is held until it is given.
        await olga.Page.RouteAsync("**/decisions", async route =>
        {
            using var other = Server.ClientOf(People.Operator);
            using var answer = await other.PostAsync(new Uri($"/api/migrations/{id}/decisions", UriKind.Relative), new StringContent("""{"action":"retry"}""", null, "application/json"));
            Assert.True(answer.IsSuccessStatusCode);
            await Server.ReachedAsync(id, MigrationState.CutOver);
            await route.ContinueAsync();
        });
        await olga.Dialog.GetByRole(AriaRole.Button, new() { Name = Actions.Retry }).ClickAsync();
        await Expect(olga.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("No step of the migration is held now");
    }

    private async Task<string> BeginHeldAsync(string step)
    {
        var workload = DashboardServer.NewWorkload("held");
        Server.Director.FailOnce(workload, step, "the disk is full", "Make room on the target");
        return await Server.BeginAsync(Plans.Holding(workload), MigrationState.OnHold);
    }
}

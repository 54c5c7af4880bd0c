using System.Text;
using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>The report on paper.</summary>
[Collection(DashboardGroup.Name)]
public sealed class PrintTests(DashboardFixture fixture)
{
    [Fact]
    public async Task Report_OnPaper_HasTheEvidenceAndNothingToClick()
    {
        var id = await fixture.Server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("paper")), MigrationState.WaitingForApproval);
        await using var anna = await fixture.VisitAsync(People.Approver, Addresses.Approval(id), new() { Scheme = ColorScheme.Dark });
        await anna.ActAsync(Actions.Approve, "on paper");
        await fixture.Server.ReachedAsync(id, MigrationState.CutOver);
        var report = await fixture.Server.ReportAsync(id);

        await anna.Page.GotoAsync(Addresses.Report(id));
        await Expect(anna.Main).ToContainTextAsync("on paper");
        await anna.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(anna.Main).ToContainTextAsync(report.Audit[^1].Text);
        await Expect(anna.Main).ToContainTextAsync(report.Approvals[0].EvidenceHash!);
        await Expect(anna.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.InRange(await anna.Page.EvaluateAsync<int>("Math.max(...getComputedStyle(document.body).color.match(/[0-9]+/g).slice(0, 3).map(Number))"), 0, 96); // dark ink
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(await anna.Page.PdfAsync(), 0, 8));
    }
}

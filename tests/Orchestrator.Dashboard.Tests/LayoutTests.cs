using System.Text.Json;
using Microsoft.Playwright;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;

namespace Orchestrator.Dashboard.Tests;

/// <summary>Phone, tablet and desk.</summary>
[Collection(SideGroup.Name)]
public sealed class LayoutTests(DashboardFixture fixture)
{
    // Whatever can be used is brought into view and must then be what lies under its own middle, wholly within the page's width.
    private const string Probe = """
        () => {
          const problems = [];
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) problems.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
          const name = e => `${e.tagName.toLowerCase()} "${(e.getAttribute("aria-label") || e.dataset.testid || e.textContent).trim().slice(0, 40)}"`;
          const parts = [...document.querySelectorAll("h1, h2, a, button, input, select, textarea, [data-testid]")];
          const seen = parts.filter(e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest("[aria-hidden=true], .skip"));
          for (const e of seen) {
            e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
            const box = e.getBoundingClientRect();
            if (box.width < 2 || box.height < 2) continue;
            if (box.left < -0.5 || box.right > root.clientWidth + 0.5) problems.push(`out of the page: ${name(e)} ${Math.round(box.left)}..${Math.round(box.right)}`);
            if (box.height > innerHeight) continue;
            const first = e.getClientRects()[0];
            const top = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
            if (top && top !== e && !e.contains(top) && !top.contains(e)) problems.push(`covered: ${name(e)} by ${name(top)}`);
            if (e.matches("button, h1, h2, select") && e.scrollWidth > e.clientWidth + 1) problems.push(`cut off: ${name(e)}`);
          }
          for (const e of document.querySelectorAll("[role=cell]")) {
            if (e.checkVisibility() && e.scrollWidth > e.clientWidth + 1) problems.push(`spills into the next cell: ${name(e)}`);
          }
          return { seen: seen.length, problems };
        }
        """;

    private static readonly int[] Widths = [375, 768, 1440];

    public static TheoryData<string> Pages => [.. SamplePages.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_AtEachWidth_FitsAndNothingOverlaps(string name)
    {
        await using var visitor = await SamplePages.OpenAsync(fixture, name, new() { Width = Widths[0], Height = 800 });
        foreach (var width in Widths)
        {
            await visitor.Page.SetViewportSizeAsync(width, 800);
            var probe = await visitor.Page.EvaluateAsync<JsonElement>(Probe);
            Assert.True(probe.GetProperty("seen").GetInt32() > 2, "There is nothing on the page.");
            Assert.Empty(probe.GetProperty("problems").EnumerateArray().Select(problem => $"{width}: {problem.GetString()}"));
        }
    }

    [Fact]
    public async Task Approval_OnAPhone_FitsWithItsDialog()
    {
        await using var visitor = await SamplePages.OpenAsync(fixture, "approval", new() { Width = 375, Height = 667 });
        await visitor.Button(Actions.Approve).First.ClickAsync();
        var confirm = visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = Actions.Approve });
        await confirm.ScrollIntoViewIfNeededAsync();
        var box = (await confirm.BoundingBoxAsync())!;
        Assert.InRange(box.X, 0, 375 - box.Width);
        Assert.InRange(box.Y, 0, 667 - box.Height);
    }
}

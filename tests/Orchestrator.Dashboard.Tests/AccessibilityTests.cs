using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>What axe and a screen reader find.</summary>
[Collection(DashboardGroup.Name)]
public sealed class AccessibilityTests(DashboardFixture fixture)
{
    public static TheoryData<string, ColorScheme> Pages
    {
        get
        {
            var pages = new TheoryData<string, ColorScheme>();
            foreach (var name in SamplePages.Names)
            {
                pages.Add(name, ColorScheme.Light);
                pages.Add(name, ColorScheme.Dark);
            }
            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_LookedAtByAxe_HasNoViolation(string name, ColorScheme scheme)
    {
        await using var visitor = await SamplePages.OpenAsync(fixture, name, new() { Scheme = scheme });
        var found = await visitor.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(5).Select(node => node.Html))}")));
    }

    [Fact]
    public async Task Dialog_LookedAtByAxe_HasNoViolationAndGivesTheFocusBack()
    {
        await using var visitor = await SamplePages.OpenAsync(fixture, "on hold", new());
        await visitor.Button(Actions.Retry).First.ClickAsync();
        await Expect(visitor.Dialog).ToBeVisibleAsync();
        Assert.Empty((await visitor.Page.RunAxe()).Violations);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Dialog).ToBeHiddenAsync();
        await Expect(visitor.Button(Actions.Retry).First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Pages_ForAScreenReader_HaveOneMainOneHeadingAndATitleOfTheirOwn()
    {
        var titles = new HashSet<string>();
        foreach (var name in SamplePages.Names)
        {
            await using var visitor = await SamplePages.OpenAsync(fixture, name, new());
            await Expect(visitor.Main).ToHaveCountAsync(1);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            titles.Add(await visitor.Page.TitleAsync());
        }

        Assert.True(titles.Count >= SamplePages.Names.Count - 1, $"Tabs look alike: {string.Join(", ", titles)}");
    }
}

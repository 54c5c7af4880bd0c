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
    public static TheoryData<string> Pages => [.. SamplePages.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_LookedAtByAxeInLightAndDark_HasNoViolation(string name)
    {
        await using var visitor = await SamplePages.OpenAsync(fixture, name, new());
        await Expect(visitor.Main).ToHaveCountAsync(1);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        Assert.Matches("^.+ · Orchestrator$", await visitor.Page.TitleAsync()); // tabs tell which is which
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = await visitor.Page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{scheme}: " + string.Join('\n', found.Violations.Select(violation =>
                $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(5).Select(node => node.Html))}")));
        }
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
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>Somebody in front of a page, who finds things by role and name as a screen reader does.</summary>
internal sealed partial class Visitor : IAsyncDisposable
{
    /// <summary>How long anything on a page may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly PageWatch _watch;

    private Visitor(IPage page, PageWatch watch) => (Page, _watch) = (page, watch);

    public IPage Page { get; }

    public ILocator Traffic => Page.GetByTestId("traffic");

    public ILocator Freeze => Page.GetByTestId("freeze");

    public ILocator Connection => Page.GetByTestId("connection");

    public ILocator Rows => Page.Locator("[data-testid^='row-']");

    public ILocator Main => Page.GetByRole(AriaRole.Main);

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    private ILocator KeyField => Page.GetByLabel(KeyPattern());

    public static async Task<Visitor> ComeAsync(BrowserWindows windows, Uri home, string path, VisitOptions options)
    {
        var page = await windows.OpenTabAsync(home, options);
        var visitor = new Visitor(page, new(page, home, options.MayLoseServer));
        await page.GotoAsync(path);
        return visitor;
    }

    /// <summary>Gives the key to the form that asks for it.</summary>
    public async Task SignInAsync(string key)
    {
        _watch.Guard(key);
        await TryKeyAsync(key);
        await Expect(KeyField).ToBeHiddenAsync();
    }

    /// <summary>Gives a key that may be wrong.</summary>
    public async Task TryKeyAsync(string key)
    {
        await KeyField.FillAsync(key);
        await KeyField.PressAsync("Enter");
    }

    /// <summary>Requires that the page asks for a key.</summary>
    public Task RequireAskedForKeyAsync() => Expect(KeyField).ToBeVisibleAsync();

    /// <summary>Opens another tab of the same browser, as an address that is typed into it does.</summary>
    public async Task<Visitor> OpenAnotherTabAsync(string path)
    {
        var page = await Page.Context.NewPageAsync();
        await page.GotoAsync(path);
        return new(page, _watch);
    }

    /// <summary>Requires that users are shown to be on a side.</summary>
    public Task RequireUsersOnAsync(string side) => Expect(Traffic).ToContainTextAsync($"Users are on the {side}");

    /// <summary>Whether what has the focus is marked.</summary>
    public Task<bool> IsFocusVisibleAsync() => Page.EvaluateAsync<bool>(
        """() => { const e = document.activeElement, s = getComputedStyle(e); return e.matches(":focus-visible") && (s.outlineStyle !== "none" || s.boxShadow !== "none"); }""");

    public ILocator Row(string id) => Page.GetByTestId($"row-{id}");

    public ILocator Step(string name) => Page.GetByTestId($"step-{name}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Chooses an action and confirms it in its dialog.</summary>
    /// <param name="action">The name of its button.</param>
    /// <param name="comment">What is said about it.</param>
    /// <param name="typed">What must be typed because it cannot be undone.</param>
    public async Task ActAsync(string action, string comment, string? typed = null)
    {
        await Button(action).First.ClickAsync();
        await Expect(Dialog).ToBeVisibleAsync();
        await Dialog.GetByLabel(CommentPattern()).FillAsync(comment);
        if (typed is not null)
            await Dialog.GetByLabel(typed).FillAsync(typed);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();
    }

    /// <summary>Goes to a button with the keyboard alone.</summary>
    /// <param name="name">The beginning of its name.</param>
    public async Task TabToAsync(string name)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            var focused = await Page.EvaluateAsync<string?>("""() => { const e = document.activeElement; return e && (e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent).trim(); }""");
            if (focused?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true)
                return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"'{name}' is not reached with the keyboard.");
    }

    /// <summary>What the page was complained of so far; it is forgotten then.</summary>
    public IReadOnlyCollection<string> TakeComplaints() => _watch.Take();

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.Empty(TakeComplaints());
    }

    [GeneratedRegex("key", RegexOptions.IgnoreCase)]
    private static partial Regex KeyPattern();

    [GeneratedRegex("comment|reason|why", RegexOptions.IgnoreCase)]
    private static partial Regex CommentPattern();
}

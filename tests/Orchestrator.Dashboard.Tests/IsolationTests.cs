using System.Net;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>The pages ask nobody else, run nothing inline and keep keys to themselves. Every test that opens a page listens for it, and so for all of them.</summary>
[Collection(DashboardGroup.Name)]
public sealed class IsolationTests(DashboardFixture fixture)
{
    private const int MaxSizeBytes = 200_000;

    [Fact]
    public async Task Page_ThatAsksSomebodyElse_IsStoppedByItsPolicyAndNoticed()
    {
        await using var visitor = await fixture.ComeAsync(fixture.Server, Addresses.Now);
        var isStopped = await visitor.Page.EvaluateAsync<bool>("fetch('https://example.invalid/').then(() => false, () => true)");
        Assert.True(isStopped);
        Assert.Contains(visitor.TakeComplaints(), complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_OfTheDashboard_CarryAStrictPolicy()
    {
        using var client = new HttpClient { BaseAddress = fixture.Server.Url };
        using var answer = await client.GetAsync(new Uri(Addresses.Now, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
    }

    [Fact]
    public async Task Assets_AllTogether_AreSmall()
    {
        await using var visitor = await fixture.ComeAsync(fixture.Server, "about:blank");
        var sizes = new Dictionary<string, int>();
        visitor.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/dashboard", StringComparison.Ordinal) && response.Ok)
                sizes[response.Url] = -1;
        };
        await SamplePages.AddressAsync(fixture.Server, SamplePages.Now); // a row at least
        await visitor.Page.GotoAsync(Addresses.Now);
        await visitor.SignInAsync(fixture.Server.KeyOf[People.Operator]);
        await Expect(visitor.Rows.First).ToBeVisibleAsync();
        using var client = new HttpClient();
        foreach (var url in sizes.Keys)
            sizes[url] = (await client.GetByteArrayAsync(new Uri(url))).Length;
        Assert.InRange(sizes.Count, 3, 100);
        Assert.InRange(sizes.Values.Sum(), 1, MaxSizeBytes);
    }

    [Fact]
    public async Task Key_AfterSigningIn_IsKeptForTheTabOnly()
    {
        await using var visitor = await fixture.VisitAsync(People.Reader, Addresses.Now);
        var key = fixture.Server.KeyOf[People.Reader];
        Assert.DoesNotContain(key, await visitor.Page.EvaluateAsync<string>("JSON.stringify({ ...localStorage }) + document.cookie + location.href + document.documentElement.outerHTML"));
        await using var other = await visitor.OpenAnotherTabAsync(Addresses.Now);
        await other.RequireAskedForKeyAsync();
    }
}

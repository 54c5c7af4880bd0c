using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>The dashboard is the same in both hosts: its page, who looks at it, and the list of all migrations.</summary>
public sealed class DashboardTests
{
    private const string Plan = """
        version: 1
        name: orders
        environment: staging
        owner: { name: Payments }
        compute:
          source: { kind: fake, side: source }
          target: { kind: fake, side: target }
        infrastructure: { kind: fake }
        data:
          - { name: db, kind: fake }
        backup: { kind: fake }
        traffic: { kind: fake }
        strategy: offline
        approvals:
          start: { required: 1, from: [ approver ] }
        """;

    private static readonly string[] Views = ["/dashboard", "/dashboard/migrations/orders-k1/approvals/cutover"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Page_ForAReader_IsServedWithItsPolicy() => OnEachAsync(async site =>
    {
        foreach (var path in Views)
        {
            using var response = await site.ClientOf("rita", "reader").GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Contains("script-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    });

    [Fact]
    public Task Asset_ForNobody_IsServed() => OnEachAsync(async site =>
    {
        using var none = await site.ClientOf(null).GetAsync("/dashboard/assets/none.js");
        using var head = await site.ClientOf(null).SendAsync(new(HttpMethod.Head, "/dashboard/assets/app.js"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (none.StatusCode, head.StatusCode));
    });

    [Fact]
    public async Task Page_ForNobodyWhereEntraKnowsCallers_LeadsToTheSignInOnce()
    {
        await using var site = await FunctionsSite.StartAsync();

        using var first = await site.ClientOf(null).GetAsync("/dashboard/migrations/orders-k1");
        using var back = await site.ClientOf(null).GetAsync("/dashboard/migrations/orders-k1?signedIn=1");

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal("/.auth/login/aad?post_login_redirect_uri=%2Fdashboard%2Fmigrations%2Forders-k1%3FsignedIn%3D1", first.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public Task Me_Approver_MayApproveAndNothingElse() => OnEachAsync(async site =>
    {
        var me = JsonNode.Parse(await site.ClientOf("paula", "approver").GetStringAsync("/api/me"))!;
        Assert.StartsWith("paula", me["name"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"operate":false,"approve":true,"administer":false}""", me["may"]!.ToJsonString());
    });

    [Fact]
    public Task Feed_MigrationAtAGate_ShowsIt() => OnEachAsync(async site =>
    {
        var client = site.ClientOf("olga", "operator");
        using var started = await client.PostAsync("/api/migrations", new StringContent(Plan, null, "application/yaml"));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/migrations/feed");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var row = await WaitingRowAsync(response);

        Assert.Equal(("orders", "staging", "Payments"), (row["workload"]!.ToString(), row["environment"]!.ToString(), row["owner"]!.ToString()));
        Assert.Equal("""["approver"]""", row["waitingFor"]!["roles"]!.ToJsonString());
    });

    private static async Task<JsonNode> WaitingRowAsync(HttpResponseMessage response)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])!["rows"] is JsonArray rows
                && rows.FirstOrDefault(row => row!["state"]!.ToString() == "waitingForApproval") is { } row)
                return row;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task OnEachAsync(Func<ISite, Task> check)
    {
        foreach (ISite site in new ISite[] { await EmbeddedSite.StartAsync(), await FunctionsSite.StartAsync(), await FunctionsSite.StartOnRuntimeAsync() })
        {
            await using (site)
                await check(site);
        }
    }
}

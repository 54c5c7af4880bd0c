using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Orchestrator.Contracts.Api;

/// <summary>The whole table of roles against routes, which every host keeps, however it learns who calls.</summary>
public abstract class RoleMatrixContract
{
    private static readonly string[] Roles = ["reader", "operator", "approver", "admin"];

    /// <summary>Every route and the roles that may call it.</summary>
    private static readonly (string Route, string Allowed)[] Table =
    [
        ("GET /api/openapi.json", "reader operator approver admin"),
        ("GET /metrics", "reader operator approver admin"),
        ("GET /api/me", "reader operator approver admin"),
        ("POST /api/assessments", "operator admin"),
        ("POST /api/migrations", "operator admin"),
        ("GET /api/migrations", "reader operator approver admin"),
        ("GET /api/migrations/feed", "reader operator approver admin"),
        ("GET /api/migrations/none", "reader operator approver admin"),
        ("GET /api/migrations/none/events", "reader operator approver admin"),
        ("GET /api/migrations/none/report", "reader operator approver admin"),
        ("GET /api/migrations/none/audit", "reader operator approver admin"),
        ("POST /api/migrations/none/approvals/cutover", "approver admin"),
        ("POST /api/migrations/none/decisions", "operator admin"),
        ("POST /api/migrations/none/pause", "operator admin"),
        ("POST /api/migrations/none/resume", "operator admin"),
        ("POST /api/migrations/none/cancel", "operator admin"),
        ("POST /api/migrations/none/rollback", "operator admin"),
        ("POST /api/migrations/none/finalize", "operator admin"),
        ("POST /runtime/webhooks/durabletask/orchestrators/none", "admin"),
        ("GET /runtime/webhooks/durabletask/instances", "admin"),
        ("GET /runtime/webhooks/durabletask/instances/none", "admin"),
        ("DELETE /runtime/webhooks/durabletask/instances", "admin"),
        ("DELETE /runtime/webhooks/durabletask/instances/none", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/raiseEvent/go", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/terminate", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/suspend", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/resume", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/rewind", "admin"),
        ("POST /runtime/webhooks/durabletask/instances/none/restart", "admin"),
    ];

    /// <summary>What everybody may have: whether the host is well, and pages that hold no data.</summary>
    private static readonly string[] Open =
        ["GET /dashboard", "GET /dashboard/{*path}", "GET /healthz", "GET /healthz/live", "HEAD /dashboard", "HEAD /dashboard/{*path}"];

    /// <summary>The routes of the host, each as <c>GET /api/migrations/{id}</c>.</summary>
    protected abstract IReadOnlyList<string> Routes { get; }

    /// <summary>Sends a request, without waiting for the end of the answer, of somebody who has one role, or who is nobody.</summary>
    protected abstract Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? role);

    [Fact]
    public async Task Route_ForEachRole_IsOpenOrForbidden()
    {
        var wrong = new List<string>();
        foreach (var (route, allowed) in Table.Where(IsMapped))
        {
            foreach (var role in Roles)
            {
                var status = await AskAsync(route, role);
                if (status == HttpStatusCode.Unauthorized || (status != HttpStatusCode.Forbidden) != allowed.Split(' ').Contains(role))
                    wrong.Add($"{role}: {route} answered {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Route_ForNobody_IsClosed()
    {
        foreach (var (route, _) in Table.Where(IsMapped))
            Assert.Equal((route, HttpStatusCode.Unauthorized), (route, await AskAsync(route, role: null)));
    }

    [Fact]
    public void Table_Always_HoldsEveryRouteButTheOpenOnes() =>
        Assert.Equal(Open, Routes.Where(route => !Table.Any(row => Matches(route, row.Route))).Order());

    private static bool Matches(string route, string request) =>
        Regex.IsMatch(request, $"^{Regex.Replace(Regex.Replace(route, @"/\{[^}]*\?\}", "(/[^/]+)?"), @"\{[^}]*\}", "[^/]+")}$");

    private bool IsMapped((string Route, string Allowed) row) => Routes.Any(route => Matches(route, row.Route));

    private async Task<HttpStatusCode> AskAsync(string route, string? role)
    {
        using var request = new HttpRequestMessage(new(route.Split(' ')[0]), route.Split(' ')[1]);
        using var response = await SendAsync(request, role);
        return response.StatusCode;
    }
}

using System.Net;
using Xunit;

namespace Orchestrator.Api.Tests.Security;

/// <summary>The whole table of roles against routes.</summary>
public sealed class PermissionsTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static readonly (string Route, string Allowed)[] Table =
    [
        ("GET /api/openapi.json", "reader operator approver admin"),
        ("GET /metrics", "reader operator approver admin"),
        ("POST /api/assessments", "operator admin"),
        ("POST /api/migrations", "operator admin"),
        ("GET /api/migrations", "reader operator approver admin"),
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

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Route_ForEachRole_IsOpenOrForbidden()
    {
        var wrong = new List<string>();
        foreach (var (route, allowed) in Table)
        {
            foreach (var role in Api.Security.Roles.All)
            {
                var status = await AskAsync(route, role);
                if (status == HttpStatusCode.Unauthorized || (status != HttpStatusCode.Forbidden) != allowed.Split(' ').Contains(role))
                    wrong.Add($"{role}: {route} answered {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Table_Always_HoldsEveryRoute()
    {
        var missing = RouteList.Of(_server).Where(route => !Table.Any(row => RouteList.Matches(route, row.Route)));

        Assert.Equal(["GET /healthz", "GET /healthz/live"], missing);
    }

    private async Task<HttpStatusCode> AskAsync(string route, string role)
    {
        var (verb, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        using var response = await _server.ClientOf(role).SendAsync(new(new(verb), path));
        return response.StatusCode;
    }
}

using Microsoft.Playwright;
using Orchestrator.Core.Migrations;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>Every page in every situation that looks different.</summary>
internal static class SamplePages
{
    public const string SignIn = "sign-in";
    public const string Now = "now";

    private static readonly Dictionary<string, Func<DashboardServer, Task<string>>> Makers = new()
    {
        [SignIn] = _ => Task.FromResult(Addresses.Now),
        [Now] = async server =>
        {
            await RunningAsync(server);
            await HeldAsync(server);
            await server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("sample"), required: 2), MigrationState.WaitingForApproval);
            return Addresses.Now;
        },
        ["running"] = async server => Addresses.Migration(await RunningAsync(server)),
        ["on hold"] = async server => Addresses.Migration(await HeldAsync(server)),
        ["in sync"] = async server => Addresses.Migration(await server.BeginAsync(Plans.Online(DashboardServer.NewWorkload("sample")), MigrationState.WaitingForApproval)),
        ["approval"] = async server => Addresses.Approval(await server.BeginAsync(Plans.Gated(DashboardServer.NewWorkload("sample"), required: 2), MigrationState.WaitingForApproval)),
        ["fallback"] = async server => Addresses.Migration(await CutOverAsync(server)),
        ["report"] = async server => Addresses.Report(await CutOverAsync(server)),
    };

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(DashboardServer Server, string Name), Lazy<Task<string>>> Made = new();

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>The address of one of them on a server; made once there.</summary>
    public static Task<string> AddressAsync(DashboardServer server, string name) =>
        Made.GetOrAdd((server, name), _ => new(() => Makers[name](server))).Value;

    /// <summary>Opens one of them as somebody who may do most, and waits until it is all there.</summary>
    public static async Task<Visitor> OpenAsync(DashboardFixture fixture, string name, VisitOptions options)
    {
        var path = await AddressAsync(fixture.Server, name);
        var visitor = await fixture.ComeAsync(fixture.Server, path, options);
        if (name != SignIn)
            await visitor.SignInAsync(fixture.Server.KeyOf[People.Deputy]);
        await Expect(Last(visitor, name)).ToBeVisibleAsync();
        return visitor;
    }

    // What comes last on each page: once it is there, everything is.
    private static ILocator Last(Visitor visitor, string name) => name switch
    {
        SignIn => visitor.Button("Sign in"),
        Now => visitor.Rows.First,
        "report" => visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Audit trail" }),
        "running" => visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Evidence", Exact = true }),
        _ => visitor.Main.GetByRole(AriaRole.Table).First, // what was compared
    };

    private static Task<string> CutOverAsync(DashboardServer server) => server.BeginAsync(Plans.CutOver(DashboardServer.NewWorkload("sample")), MigrationState.CutOver);

    private static async Task<string> RunningAsync(DashboardServer server)
    {
        var workload = DashboardServer.NewWorkload("sample");
        var cue = server.Director.Hold(workload, "restore", new(250, 1_000, "rows"));
        var id = await server.BeginAsync(Plans.CutOver(workload));
        await cue.ReachedAsync();
        return id;
    }

    private static Task<string> HeldAsync(DashboardServer server)
    {
        var workload = DashboardServer.NewWorkload("sample");
        server.Director.FailOnce(workload, "restore", "the disk is full", "Make room on the target");
        return server.BeginAsync(Plans.Holding(workload), MigrationState.OnHold);
    }
}

using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>The server or the wire goes away while somebody looks.</summary>
[Collection(SideGroup.Name)]
public sealed class RestartTests(DashboardFixture fixture)
{
    private static readonly VisitOptions Unsteady = new() { MayLoseServer = true };

    [Fact]
    public async Task Now_ServerRestartsInMidMigration_GoesOnAndShowsEachRowOnce()
    {
        await using var server = await DashboardServer.StartAsync();
        var (moving, cue) = (await BeginHeldAsync(server, "moving"));
        string[] others = [await server.BeginAsync(Plans.Gated("waits"), MigrationState.WaitingForApproval), await server.BeginAsync(Plans.CutOver("moved"), MigrationState.CutOver)];
        await using var rita = await fixture.VisitAsync(server, People.Reader, Addresses.Now, Unsteady);
        await Expect(rita.Rows).ToHaveCountAsync(3);

        await server.GoAwayAsync();
        await Expect(rita.Connection).ToContainTextAsync("lost");
        await Expect(rita.Rows).ToHaveCountAsync(3); // what was known stays
        await server.ComeBackAsync();
        cue.Release();
        await server.ReachedAsync(moving, MigrationState.CutOver);
        await Expect(rita.Row(moving)).ToContainTextAsync("Cut over");
        await Expect(rita.Connection).Not.ToContainTextAsync("lost");
        foreach (var id in others.Append(moving))
            await Expect(rita.Row(id)).ToHaveCountAsync(1);
        await Expect(rita.Rows).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Migration_ServerRestartsInMidMigration_GoesOn()
    {
        await using var server = await DashboardServer.StartAsync();
        var (id, cue) = await BeginHeldAsync(server, "moving");
        await using var rita = await fixture.VisitAsync(server, People.Reader, Addresses.Migration(id), Unsteady);
        await Expect(rita.Step("restore")).ToContainTextAsync("Running");

        await server.GoAwayAsync();
        await Expect(rita.Connection).ToContainTextAsync("lost");
        await server.ComeBackAsync();
        cue.Release();
        await server.ReachedAsync(id, MigrationState.CutOver);
        await Expect(rita.Step("restore")).ToContainTextAsync("Done");
        await Expect(rita.Step("restore")).ToHaveCountAsync(1);
        await rita.RequireUsersOnAsync("target");
    }

    [Fact]
    public async Task Now_WireIsCutWhileThingsChange_CatchesUpWithoutLosingOrDoublingARow()
    {
        await using var server = await DashboardServer.StartAsync();
        var (moving, cue) = await BeginHeldAsync(server, "moving");
        await using var wire = new CuttableProxy(server.Port);
        await using var rita = await Visitor.ComeAsync(fixture.Windows, new($"http://127.0.0.1:{wire.Port}"), Addresses.Now, Unsteady);
        await rita.SignInAsync(server.KeyOf[People.Reader]);
        await Expect(rita.Rows).ToHaveCountAsync(1);

        wire.Cut();
        await Expect(rita.Connection).ToContainTextAsync("lost");
        cue.Release();
        await server.ReachedAsync(moving, MigrationState.CutOver);
        var fresh = await server.BeginAsync(Plans.Gated("fresh"), MigrationState.WaitingForApproval);
        wire.Mend();

        await Expect(rita.Row(moving)).ToContainTextAsync("Cut over");
        await Expect(rita.Row(fresh)).ToContainTextAsync("approval");
        await Expect(rita.Rows).ToHaveCountAsync(2);
    }

    private static async Task<(string Id, Cue Cue)> BeginHeldAsync(DashboardServer server, string workload)
    {
        var cue = server.Director.Hold(workload, "restore", new StepProgress(250, 1_000, "rows"));
        var id = await server.BeginAsync(Plans.CutOver(workload));
        await cue.ReachedAsync();
        return (id, cue);
    }
}

using System.Text.Json;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>The whole product on real components: PostgreSQL, files, blob store, gateway, processes, clients that write.</summary>
public sealed class OfflineMigrationTests : IAsyncLifetime
{
    private readonly Site _site = new();

    public Task InitializeAsync() => _site.InitializeAsync();

    public Task DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Run_WithClientsWriting_LosesNothingAndCanGoBack()
    {
        await _site.Demo.StartServerAsync(DemoPlan.WithoutGates);
        await using var clients = OrdersClient.Start(_site.Demo.Gateway.Address, Path.Combine(_site.Demo.Folder, "journal.jsonl"));
        var id = await _site.StartAsync();
        var status = await _site.WaitForAsync(id, MigrationState.CutOver);
        Assert.All(status.Steps, step => Assert.Equal(StepState.Completed, step.State));
        Assert.NotNull(status.Downtime);
        await RequireNothingLostAsync(clients);
        await _site.RequireAtTargetAsync();

        await _site.CommandAsync(id, "rollback");
        var refused = await _site.WaitUntilAsync(id, shown => shown.Error is not null);
        Assert.Equal(MigrationState.CutOver, refused.State);
        Assert.Contains("--accept-loss", refused.Error);
        await _site.RequireAtTargetAsync();

        await _site.CommandAsync(id, "rollback", new { acceptLoss = true, comment = "drill" });
        var back = await _site.WaitForAsync(id, MigrationState.RolledBack);
        Assert.Equal(Side.Source, back.Traffic);
        Assert.NotEqual(await Site.CountOrdersAsync(_site.Demo.Source), await Site.CountOrdersAsync(_site.Demo.Target));
    }

    [Fact]
    public async Task Run_Rehearsal_LeavesUsersAndBothSidesAlone()
    {
        await _site.Demo.StartServerAsync();
        await using var clients = OrdersClient.Start(_site.Demo.Gateway.Address, Path.Combine(_site.Demo.Folder, "journal.jsonl"));
        var id = await _site.StartAsync("?rehearsal=true");
        var status = await _site.WaitForAsync(id, MigrationState.Completed);
        Assert.Null(status.Downtime);
        await RequireNothingLostAsync(clients);
        await _site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Cancel_WhileRestoring_PutsEverythingBack()
    {
        await _site.Demo.StartServerAsync(DemoPlan.WithoutGates);
        var id = await _site.StartAsync();
        await _site.WaitUntilAsync(id, status => status.Steps.Any(step => step is { Name: "transfer" or "restore", State: StepState.Running }));
        await _site.CommandAsync(id, "cancel", new { comment = "wrong night" });
        var status = await _site.WaitForAsync(id, MigrationState.RolledBack);
        Assert.Contains("cancelled", status.Error);
        await _site.RequireBackAtSourceAsync();
    }

    private async Task RequireNothingLostAsync(OrdersClient clients)
    {
        JsonElement lived = await clients.StopAsync();
        var verified = await clients.VerifyAsync(_site.Demo.Gateway.Address);
        Assert.True(lived.GetProperty("acknowledged").GetInt32() > 0, "The clients wrote nothing.");
        Assert.Equal(0, DemoReport.Lost(verified));
    }
}

using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>Each step fails once, for good, after its work is done; everything real is back where it was.</summary>
public sealed class StepFailureTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    public static TheoryData<string> EveryStep => [.. Runbook.List(OfflineMigration.Flow).Select(step => step.Name)];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.Demo.Server.KillAsync();

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Run_StepFailsForGood_EndsBackAtSource(string step)
    {
        var before = await Site.CountOrdersAsync(site.Demo.Source);
        await site.Demo.StartServerAsync(DemoPlan.WithoutGates, "--fail-step", step);
        var id = await site.StartAsync();
        var status = await site.WaitForAsync(id, MigrationState.RolledBack);
        Assert.Contains($"'{step}'", status.Error);
        await site.RequireBackAtSourceAsync();
        Assert.Equal(before, await Site.CountOrdersAsync(site.Demo.Source));
    }
}

using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Activities;

public sealed class SendNotificationTests
{
    private static readonly MigrationPlan Gated =
        FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [Gates.Cutover] = new() } };

    [Fact]
    public async Task Run_ApprovalNeeded_LinksToWhatIsToBeDecided()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(Gated);

        Assert.Equal($"/dashboard/migrations/{status.Id}/approvals/cutover", Told(drill, NotificationEvent.ApprovalNeeded).Link);
        Assert.Equal($"/dashboard/migrations/{status.Id}", Told(drill, NotificationEvent.Started).Link);
    }

    [Theory]
    [InlineData("https://orchestrator.contoso.example", "https://orchestrator.contoso.example/dashboard")]
    [InlineData("https://tools.contoso.example/orchestrator/", "https://tools.contoso.example/orchestrator/dashboard")]
    public async Task Run_PublicUrlKnown_LinksThere(string publicUrl, string expected)
    {
        var drill = new MigrationDrill();
        var host = new InMemoryOrchestrationHost(new DurableRegistry().AddMigrations(drill.Services with { PublicUrl = new(publicUrl) }), drill.Time);
        using var service = new MigrationService(host, drill.Ledger, new NoProgress(), drill.Time);
        var started = await service.StartAsync(new(Gated), MigrationDrill.Operator);
        await host.WhenIdleAsync();

        Assert.Equal($"{expected}/migrations/{started.Id}/approvals/cutover", Told(drill, NotificationEvent.ApprovalNeeded).Link);
        Assert.Equal($"{expected}/migrations/{started.Id}", Told(drill, NotificationEvent.Started).Link);
    }

    private static Notification Told(MigrationDrill drill, NotificationEvent what) => drill.World.Told.Single(told => told.Event == what);
}

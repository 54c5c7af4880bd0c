using System.Text.Json.Nodes;
using Orchestrator.Api.Events;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Api.Tests.Events;

public sealed class MigrationSnapshotTests
{
    private static readonly MigrationStatus Status = new("orders-k1", "orders", MigrationStrategy.Online, false, MigrationState.Running) { Revision = 3 };

    [Fact]
    public void From_WithSync_ProgressHoldsItAndChangesWithIt()
    {
        var behind = MigrationSnapshot.From(Status with { Sync = new(SyncDirection.Forward, "x") { LagBytes = 10 } }, 1);
        var nearer = MigrationSnapshot.From(Status with { Sync = new(SyncDirection.Forward, "x") { LagBytes = 5 } }, 2);

        Assert.Equal("10", JsonNode.Parse(behind.ProgressJson)!["sync"]!.Text("lagBytes"));
        Assert.Equal("forward", JsonNode.Parse(behind.ProgressJson)!["sync"]!.Text("direction"));
        Assert.Equal(behind.EventId, nearer.EventId);
        Assert.False(nearer.Shows(behind));
    }

    [Fact]
    public void From_WithoutSync_ProgressHasNone() =>
        Assert.Null(JsonNode.Parse(MigrationSnapshot.From(Status, 1).ProgressJson)!["sync"]);
}

using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Tests.Migrations;

/// <summary>Two instances of a host that start a migration of the same workload.</summary>
public sealed class ClaimPatienceTests
{
    private readonly MigrationDrill _drill = new();

    [Fact]
    public async Task Start_OtherInstanceIsAboutToStart_IsRefusedUntilItIsSurelyGone()
    {
        await _drill.Ledger.ClaimAsync(MigrationDocuments.Workload("orders"), "orders-other");
        await _drill.Ledger.WriteDocumentAsync("orders-other", "claimed-at", DurableJson.Write(_drill.Time.GetUtcNow())!);
        using var service = new MigrationService(_drill.Host, _drill.Ledger, new NoProgress(), _drill.Time) { ClaimPatience = TimeSpan.FromMinutes(1) };

        await Assert.ThrowsAsync<MigrationConflictException>(() => service.StartAsync(new(FakeWorld.Plan()), MigrationDrill.Operator));
        _drill.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.True((await service.StartAsync(new(FakeWorld.Plan()), MigrationDrill.Operator)).IsNew);
    }

    [Fact]
    public async Task Start_OneProcessStartsAll_TakesAClaimOfNobodyOverAtOnce()
    {
        await _drill.Ledger.ClaimAsync(MigrationDocuments.Workload("orders"), "orders-other");
        Assert.True((await _drill.Service.StartAsync(new(FakeWorld.Plan()), MigrationDrill.Operator)).IsNew);
    }
}

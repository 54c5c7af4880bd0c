using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class SnapshotMoveTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    private string Snapshot => Rig.SourceDisk.Replace("disks/old-data", $"snapshots/{DiskRig.MigrationId}-data-source", StringComparison.Ordinal);

    private string Copy => $"{Rig.Group}/providers/Microsoft.Compute/snapshots/{DiskRig.MigrationId}-data-copy";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Rig.SeedSourceDiskAsync();
    }

    [Fact]
    public async Task Restore_DiskOfAnotherRegion_HoldsTheSameAndTheCopyIsGone()
    {
        await Rig.MigrateAsync();
        var comparison = await Rig.CompareAsync();
        Assert.True(comparison.IsEqual);
        Assert.Equal(Rig.PageCount, Assert.Single(comparison.Items).TargetCount);
        Assert.Null(Rig.Server.Find(Copy));
        Assert.NotNull(Rig.Server.Find(Snapshot));
        Assert.True((await Rig.CompareAsync(Rig.Backup)).IsEqual);
    }

    [Fact]
    public async Task Restore_DiskOfTheSameRegion_NeedsNoCopy()
    {
        await Rig.SeedSourceDiskAsync("westeurope");
        await Rig.MigrateAsync();
        Assert.True((await Rig.CompareAsync()).IsEqual);
        Assert.Equal(0, Rig.Started("put", Copy));
    }

    [Fact]
    public async Task EveryStep_RunTwice_StartsNothingTwice()
    {
        for (var round = 0; round < 2; round++)
            await Rig.BackUpAsync();
        for (var round = 0; round < 2; round++)
            await Rig.PrepareAsync();
        for (var round = 0; round < 2; round++)
            await Rig.RestoreAsync();
        Assert.Equal((1, 1, 1), (Rig.Started("put", Snapshot), Rig.Started("put", Copy), Rig.Started("put")));
    }

    [Fact]
    public async Task RemoveTarget_AtAnyPoint_LeavesSourceAndSnapshotOnly()
    {
        await Rig.BackUpAsync();
        await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.PrepareTargetAsync(Rig.Component, Rig.Scope("provision"), Rig.Patience));
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Copy));
        await Rig.MigrateAsync();
        await Rig.RemoveAsync();
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Rig.Disk));
        Assert.NotNull(Rig.Server.Find(Rig.SourceDisk));
        Assert.NotNull(Rig.Server.Find(Snapshot));
    }

    [Fact]
    public async Task RemoveTarget_NothingMade_IsFine() => await Rig.RemoveAsync();

    [Fact]
    public async Task CheckReadiness_NoSuchDisk_IsBlocking()
    {
        Rig.Component = Rig.Plan(("disk", $"{Rig.SourceDisk}x"));
        Assert.Contains(await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience), finding => finding.IsBlocking);
    }

    [Fact]
    public async Task CheckReadiness_TwoSources_IsBlocking()
    {
        Rig.Component = Rig.Component with { Source = System.Text.Json.JsonSerializer.SerializeToElement(new { disk = Rig.SourceDisk, vhd = Rig.Vhd }) };
        var findings = await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience);
        Assert.Contains(findings, finding => finding.Remedy.Contains("exactly one", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Migrate_FaultsByChance_EndEqualWithNothingStartedTwice(int seed)
    {
        Rig.Server.Faults.Random(seed, 0.15);
        await Rig.MigrateAsync(isRepeated: true);
        Assert.True((await Rig.CompareAsync(isRepeated: true)).IsEqual);
        Assert.Equal((1, 1), (Rig.Started("put", Snapshot), Rig.Started("put")));
        await Rig.RemoveAsync(isRepeated: true);
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }
}

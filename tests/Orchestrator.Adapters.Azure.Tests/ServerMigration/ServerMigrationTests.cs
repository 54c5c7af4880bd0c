using Orchestrator.Adapters.Azure.Tests.Disk;
using Orchestrator.Contracts.Servers;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.ServerMigration;

/// <summary>A server moves offline, through every adapter that has to do with it; then each step fails once, for good, after its work is done.</summary>
[Collection(DiskTests.Name)]
public sealed class ServerMigrationTests(AzuriteServer azurite, ArmJudge judge) : IAsyncLifetime
{
    private ServerRig _rig = null!;

    public static TheoryData<string> EveryStep => [.. Runbook.List(OfflineMigration.Flow).Select(step => step.Name)];

    public async Task InitializeAsync() => _rig = await ServerRig.StartAsync(azurite);

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(_rig.Server.Recorder);
        }
        finally
        {
            await _rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_NothingFails_UsersReachTheMovedServer()
    {
        var status = await RunAsync(MigrationState.CutOver);

        Assert.Equal(MigrationState.CutOver, status.State);
        Assert.All(status.Steps, step => Assert.Equal(StepState.Completed, step.State));
        Assert.Equal(("deallocated", "running", "198.51.100.7"), (_rig.Server.PowerOf(_rig.Source), _rig.Server.PowerOf(_rig.Target), _rig.Users));
        Assert.Equal(File.ReadAllBytes(_rig.Vhd), (await _rig.Server.DiskBlob(_rig.Disk).DownloadContentAsync()).Value.Content.ToArray());
        Assert.Equal(_rig.Target, _rig.Server.Find(_rig.Disk)!["managedBy"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Run_StepFailsForGood_LeavesNothingAndServesFromTheSource(string step)
    {
        var before = Inventory();
        _rig.Drill.Faults.Fail(step);
        var status = await RunAsync();

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains($"'{step}'", status.Error);
        Assert.Equal(Side.Source, status.Traffic);
        Assert.Equal(("running", "192.0.2.1"), (_rig.Server.PowerOf(_rig.Source), _rig.Users));
        Assert.Equal(before, Inventory());
        Assert.False(_rig.HasContents, "The content of the disk is left.");
    }

    [Fact]
    public async Task RollBack_AfterCutover_ServesFromTheSourceAndKeepsTheDisk()
    {
        var status = await RunAsync(MigrationState.CutOver);
        await _rig.Drill.Service.RollBackAsync(status.Id, acceptLoss: false, "slow", MigrationDrill.Operator);
        var back = await _rig.Drill.RunUntilAsync(status.Id);

        Assert.Equal(MigrationState.RolledBack, back.State);
        Assert.Contains("Nothing was written", back.Error);
        Assert.Equal(("running", "deallocated", "192.0.2.1"), (_rig.Server.PowerOf(_rig.Source), _rig.Server.PowerOf(_rig.Target), _rig.Users));
        Assert.True(_rig.HasContents, "Going back after cutover has destroyed the target's disk.");
    }

    [Fact]
    public async Task RollBack_TargetHasWritten_IsRefusedAndTheTargetServesAgain()
    {
        var status = await RunAsync(MigrationState.CutOver);
        using var written = new MemoryStream(new byte[512].Select(_ => (byte)1).ToArray());
        await _rig.Server.DiskBlob(_rig.Disk).UploadPagesAsync(written, 5L << 20);
        await _rig.Drill.Service.RollBackAsync(status.Id, acceptLoss: false, "slow", MigrationDrill.Operator);
        while (await _rig.Drill.SettleAsync(status.Id) is { Error: null })
            Assert.True(_rig.Drill.Time.AdvanceToNextTimer(), "No timer is set.");

        Assert.Contains("--accept-loss", (await _rig.Drill.SettleAsync(status.Id)).Error);
        Assert.Equal(("deallocated", "running", "198.51.100.7"), (_rig.Server.PowerOf(_rig.Source), _rig.Server.PowerOf(_rig.Target), _rig.Users));
    }

    private string Inventory() => string.Join('\n', _rig.Server.Inventory());

    private async Task<MigrationStatus> RunAsync(MigrationState? until = null)
    {
        var started = await _rig.Drill.StartAsync(_rig.Plan());
        return await _rig.Drill.RunUntilAsync(started.Id, until);
    }
}

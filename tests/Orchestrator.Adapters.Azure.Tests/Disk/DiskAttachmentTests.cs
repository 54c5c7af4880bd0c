using System.Text.Json.Nodes;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class DiskAttachmentTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    private string Other => $"{Rig.Group}/providers/Microsoft.Compute/disks/other";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Rig.Component = Rig.Plan(("vhd", Rig.Vhd), ("vm", Rig.Machine), ("lun", 1));
        Rig.Server.Seed(Other, new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
                ["diskSizeGB"] = 4,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = "Unattached",
            },
        });
    }

    [Fact]
    public async Task Restore_MachineHasOtherDisks_KeepsThemAndAddsOurs()
    {
        await AttachOtherAsync(0);
        await Rig.MigrateAsync();
        Assert.Equal([(0, "other"), (1, "orders-data")], Disks());
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RemoveTarget_Attached_DetachesOursOnlyAndDeletesIt()
    {
        await AttachOtherAsync(0);
        await Rig.MigrateAsync();
        await Rig.RemoveAsync();
        await Rig.RemoveAsync();
        Assert.Equal([(0, "other")], Disks());
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task RemoveTarget_AttachingUnderWay_LetsItEndFirst()
    {
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        while (Rig.Started("patch", Rig.Machine) == 0)
            await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, Rig.Scope("restore"), Rig.Patience));
        await Rig.RemoveAsync();
        Assert.Empty(Disks());
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task Restore_RunTwice_AttachesOnce()
    {
        await Rig.MigrateAsync();
        await Rig.RestoreAsync();
        Assert.Equal(1, Rig.Started("patch", Rig.Machine));
        Assert.Single(Disks());
    }

    [Fact]
    public async Task Restore_NumberIsTaken_RefusesAsReadinessDid()
    {
        await AttachOtherAsync(1);
        Assert.Contains(await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience), finding => finding.IsBlocking);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync());
        Assert.Contains("has the number 1", error.Problem, StringComparison.Ordinal);
        Assert.Equal([(1, "other")], Disks());
    }

    [Fact]
    public async Task Restore_MachineRuns_RefusesUntilItIsDeallocated()
    {
        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync());
        Assert.Contains("az vm deallocate", error.Remedy, StringComparison.Ordinal);
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");
        await Rig.RestoreAsync();
        Assert.Single(Disks());
    }

    [Fact]
    public async Task Compare_MachineRuns_Refuses()
    {
        await Rig.MigrateAsync();
        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.CompareAsync());
        Assert.Contains("az vm deallocate", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_MachineRanSinceTheDiskWasRead_ReadsItAnew()
    {
        await Rig.MigrateAsync();
        await ReadWithoutClosingAsync();
        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        using var written = new MemoryStream(Enumerable.Repeat((byte)9, 512).ToArray());
        await Rig.Server.DiskBlob(Rig.Disk).UploadPagesAsync(written, 0);
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");

        Assert.False((await Rig.CompareAsync()).IsEqual);
        Assert.Equal("Reserved", DiskState);
    }

    [Fact]
    public async Task Compare_NobodyHadTheDiskSinceItWasRead_ReadsItOnce()
    {
        await Rig.MigrateAsync();
        await ReadWithoutClosingAsync();
        var reads = Rig.Started("beginGetAccess");
        Assert.True((await Rig.CompareAsync()).IsEqual);
        Assert.Equal(reads, Rig.Started("beginGetAccess"));
    }

    [Fact]
    public async Task Compare_Fails_ClosesTheDiskSoThatItsMachineStarts()
    {
        await Rig.MigrateAsync();
        File.Move(Rig.Vhd, $"{Rig.Vhd}.away");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.CompareAsync());
        Assert.Contains("cannot be read", error.Problem, StringComparison.Ordinal);
        Assert.Equal("Reserved", DiskState);
        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");

        File.Move($"{Rig.Vhd}.away", Rig.Vhd);
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    private string? DiskState => Rig.Server.Find(Rig.Disk)!["properties"]!["diskState"]!.GetValue<string>();

    private async Task ReadWithoutClosingAsync()
    {
        var closings = Rig.Started("endGetAccess");
        while (Rig.Started("endGetAccess") == closings)
            await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.CompareAsync(Rig.Component, null, Rig.Scope("fallback"), Rig.Patience));
        for (var look = 0; look < 5 && DiskState == "ActiveSAS"; look++)
            await Rig.SendAsync("GET", Rig.Disk, version: Adapters.Azure.Disk.DiskJob.DiskVersion);
    }

    [Fact]
    public async Task Restore_MachineChangesMeanwhile_ReadsItAnew()
    {
        Rig.Server.Faults.Add("PATCH", "virtualMachines/orders-vm$", 1, Fault.PreconditionFailed());
        await Rig.MigrateAsync(isRepeated: true);
        Assert.Equal([(1, "orders-data")], Disks());
    }

    private async Task AttachOtherAsync(int lun) => await Rig.SendAsync("PATCH", Rig.Machine, new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["storageProfile"] = new JsonObject
            {
                ["dataDisks"] = new JsonArray(new JsonObject { ["lun"] = lun, ["name"] = "other", ["createOption"] = "Attach", ["managedDisk"] = new JsonObject { ["id"] = Other } }),
            },
        },
    });

    private List<(int Lun, string Name)> Disks() => [.. Rig.Server.Find(Rig.Machine)!["properties"]!["storageProfile"]!["dataDisks"]!.AsArray()
        .Select(disk => (disk!["lun"]!.GetValue<int>(), disk["managedDisk"]!["id"]!.GetValue<string>().Split('/')[^1]))];
}

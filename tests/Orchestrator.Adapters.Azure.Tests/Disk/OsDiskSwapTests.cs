using System.Text.Json.Nodes;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>The disk takes the place of the one that its machine starts from, and gives it back.</summary>
public sealed class OsDiskSwapTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    private string Former => $"{Rig.Group}/providers/Microsoft.Compute/disks/orders-vm-os";

    private int Swaps => Rig.Started("patch", Rig.Machine);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Rig.Component = Plan();
        await SeedMachineAsync(Rig.Machine, Former);
    }

    public static TheoryData<string> KindNames => [.. DiskFaultTests.Kinds.Keys];

    [Fact]
    public async Task Restore_MachineIsDeallocated_StartsFromOursAndIsUsedAsBefore()
    {
        var before = OsDisk();
        await Rig.MigrateAsync();

        var disk = OsDisk();
        Assert.Equal((Rig.Disk, "orders-data"), (disk["managedDisk"]!["id"]!.GetValue<string>(), disk["name"]!.GetValue<string>()));
        foreach (var name in (string[])["osType", "createOption", "caching", "deleteOption"])
            Assert.Equal(before[name]!.GetValue<string>(), disk[name]!.GetValue<string>());
        Assert.Null(Rig.Server.Find(Former)!["managedBy"]);
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RemoveTarget_Swapped_GivesExactlyTheFormerDiskBack()
    {
        var before = OsDisk();
        await Rig.MigrateAsync();
        await Rig.RemoveAsync();
        await Rig.RemoveAsync();
        AssertAsBefore(before);
        Assert.Equal(2, Swaps);

        await Rig.MigrateAsync();
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RemoveTarget_NotSwappedYet_LeavesTheMachine()
    {
        var before = OsDisk();
        await Rig.RemoveAsync();
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        await Rig.RemoveAsync();
        AssertAsBefore(before);
        Assert.Equal(0, Swaps);
    }

    [Fact]
    public async Task Restore_RunTwice_SwapsOnceAndRemembersTheFormer()
    {
        var before = OsDisk();
        await Rig.MigrateAsync();
        await Rig.RestoreAsync();
        Assert.Equal(1, Swaps);
        await Rig.RemoveAsync();
        AssertAsBefore(before);
    }

    [Fact]
    public async Task RemoveTarget_SwapIsUnderWay_LetsItEndFirst()
    {
        var before = OsDisk();
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        while (Swaps == 0)
            await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, Rig.Scope("restore"), Rig.Patience));
        await Rig.RemoveAsync();
        AssertAsBefore(before);
    }

    [Fact]
    public async Task RestoreAndRemove_MachineRuns_RefuseUntilItIsDeallocated()
    {
        var before = OsDisk();
        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        Assert.Contains("az vm deallocate", (await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync())).Remedy, StringComparison.Ordinal);
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");
        await Rig.RestoreAsync();

        await Rig.SendAsync("POST", $"{Rig.Machine}/start");
        Assert.Contains("az vm deallocate", (await Assert.ThrowsAsync<AdapterException>(() => Rig.RemoveAsync())).Remedy, StringComparison.Ordinal);
        Assert.NotNull(Rig.Server.Find(Rig.Disk));
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");
        await Rig.RemoveAsync();
        AssertAsBefore(before);
    }

    [Fact]
    public async Task RemoveTarget_MachineIsGone_RemovesTheDisk()
    {
        await Rig.MigrateAsync();
        await Rig.SendAsync("DELETE", Rig.Machine);
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Rig.Disk));
        Assert.NotNull(Rig.Server.Find(Former));
    }

    [Fact]
    public async Task RemoveTarget_SomebodyMadeAMachineStartFromIt_SaysWhatToDo()
    {
        Rig.Component = Rig.Plan(("vhd", Rig.Vhd), ("osType", "Linux"));
        await Rig.MigrateAsync();
        await SeedMachineAsync(Rig.Machine, Rig.Disk);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RemoveAsync());

        Assert.Contains($"az vm update --ids {Rig.Machine} --os-disk", error.Remedy, StringComparison.Ordinal);
        Assert.NotNull(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task Migrate_DiskOfAnotherMachine_IsSwappedInWithItsSystem()
    {
        await Rig.SeedSourceDiskAsync();
        var source = Rig.Server.Find(Rig.SourceDisk)!;
        source["properties"]!["osType"] = "Linux";
        Rig.Server.Seed(Rig.SourceDisk, source);
        Rig.Component = Rig.Plan(("disk", Rig.SourceDisk), ("vm", Rig.Machine), ("osDisk", true));
        var before = OsDisk();

        await Rig.MigrateAsync();
        Assert.Equal(Rig.Disk, OsDisk()["managedDisk"]!["id"]!.GetValue<string>());
        Assert.True((await Rig.CompareAsync()).IsEqual);
        await Rig.RemoveAsync();
        AssertAsBefore(before);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task SwapInAndBack_GoWrongThreeTimes_EndAsIfTheyHadNot(string kind)
    {
        var before = OsDisk();
        foreach (var (method, path) in ((string, string)[])[("PATCH", "virtualMachines/orders-vm$"), ("GET", "virtualMachines/orders-vm$"), ("GET", "/instanceView$"), ("GET", "operations/")])
            Rig.Server.Faults.Add(method, path, 3, DiskFaultTests.Kinds[kind]);
        await Rig.MigrateAsync(isRepeated: true);
        Assert.True((await Rig.CompareAsync(isRepeated: true)).IsEqual);
        foreach (var method in (string[])["PATCH", "GET"])
            Rig.Server.Faults.Add(method, "virtualMachines/orders-vm$", 3, DiskFaultTests.Kinds[kind]);
        await Rig.RemoveAsync(isRepeated: true);
        AssertAsBefore(before);
        Assert.Equal(2, Swaps);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(11)]
    public async Task SwapInAndBack_FaultsByChance_EndAsIfThereWereNone(int seed)
    {
        var before = OsDisk();
        Rig.Server.Faults.Random(seed, 0.2, Fault.Throttle(TimeSpan.FromSeconds(47)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter);
        await Rig.MigrateAsync(isRepeated: true);
        await Rig.RemoveAsync(isRepeated: true);
        Assert.NotEmpty(Rig.Server.Faults.Struck);
        Rig.Server.Faults.Clear();
        AssertAsBefore(before);
    }

    [Fact]
    public async Task SwapInAndBack_FailAfterAWhile_WorkWhenTheyAreRetried()
    {
        var before = OsDisk();
        Rig.Server.Faults.Add("PATCH", "virtualMachines/orders-vm$", 1, Fault.OperationFails("AllocationFailed", afterPolls: 2, "No room."));
        Assert.Contains("No room", (await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync())).Message, StringComparison.Ordinal);
        await Rig.RestoreAsync();
        Rig.Server.Faults.Add("PATCH", "virtualMachines/orders-vm$", 1, Fault.OperationFails("AllocationFailed", afterPolls: 2, "No room."));
        Assert.Contains("No room", (await Assert.ThrowsAsync<AdapterException>(() => Rig.RemoveAsync())).Message, StringComparison.Ordinal);
        await Rig.RemoveAsync();
        AssertAsBefore(before);
    }

    [Theory]
    [InlineData("sku", "UltraSSD_LRS", "Give another 'sku'")]
    [InlineData("osType", null, "Give 'osType'")]
    [InlineData("vm", null, "Give 'vm'")]
    [InlineData("osType", "Windows", "mend 'osType'")]
    public async Task CheckReadiness_AzureWouldRefuseTheSwap_IsBlocking(string key, string? value, string remedy)
    {
        Rig.Component = Plan((key, value));
        var findings = await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience);
        Assert.Contains(findings, finding => finding.IsBlocking && finding.Remedy.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckReadiness_EverythingFits_FindsNothingBlocking() =>
        Assert.DoesNotContain(await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience), finding => finding.IsBlocking);

    [Fact]
    public async Task CheckReadiness_DiskOfTheMachineIsEphemeral_IsBlocking()
    {
        var machine = Rig.Server.Find(Rig.Machine)!;
        machine["properties"]!["storageProfile"]!["osDisk"]!["diffDiskSettings"] = new JsonObject { ["option"] = "Local" };
        Rig.Server.Seed(Rig.Machine, machine);
        var findings = await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience);
        Assert.Contains(findings, finding => finding.IsBlocking && finding.Problem.Contains("ephemeral", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TrustedLaunch", true)]
    [InlineData("Standard", false)]
    public async Task CheckReadiness_MachineHasASecurityType_IsBlockingUnlessAzureTakesTheDisk(string security, bool isBlocking)
    {
        var machine = Rig.Server.Find(Rig.Machine)!;
        machine["properties"]!["securityProfile"] = new JsonObject { ["securityType"] = security };
        Rig.Server.Seed(Rig.Machine, machine);
        await Rig.SendAsync("POST", $"{Rig.Machine}/deallocate");
        var findings = await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience);
        Assert.Equal(isBlocking, findings.Any(finding => finding.IsBlocking && finding.Remedy.Contains("securityType Standard", StringComparison.Ordinal)));
        if (isBlocking)
            Assert.Contains(security, (await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync())).Problem, StringComparison.Ordinal);
        else
            await Rig.MigrateAsync();
    }

    private Core.Plans.DataComponent Plan(params (string Name, string? Value)[] changes)
    {
        var keys = new Dictionary<string, object> { ["vm"] = Rig.Machine, ["osDisk"] = true, ["osType"] = "Linux" };
        foreach (var (name, value) in changes)
        {
            if (value is null)
                keys.Remove(name);
            else
                keys[name] = value;
        }

        return Rig.Plan(("vhd", Rig.Vhd), [.. keys.Select(pair => (pair.Key, pair.Value))]);
    }

    private JsonObject OsDisk() => Rig.Server.Find(Rig.Machine)!["properties"]!["storageProfile"]!["osDisk"]!.AsObject();

    private void AssertAsBefore(JsonObject before)
    {
        Assert.Equal(before.ToJsonString(), OsDisk().ToJsonString());
        Assert.Equal(Rig.Machine, Rig.Server.Find(Former)!["managedBy"]!.GetValue<string>());
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }

    private async Task SeedMachineAsync(string machine, string disk)
    {
        var body = Rig.Server.Find(disk) ?? new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
                ["osType"] = "Linux",
                ["diskSizeGB"] = 30,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = "Reserved",
            },
        };
        body["managedBy"] = machine;
        Rig.Server.Seed(disk, body);
        Rig.Server.Seed(machine, new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["storageProfile"] = new JsonObject
                {
                    ["osDisk"] = new JsonObject
                    {
                        ["osType"] = "Linux",
                        ["name"] = disk.Split('/')[^1],
                        ["createOption"] = "FromImage",
                        ["caching"] = "ReadWrite",
                        ["deleteOption"] = "Detach",
                        ["managedDisk"] = new JsonObject { ["id"] = disk },
                    },
                    ["dataDisks"] = new JsonArray(),
                },
            },
        });
        await Rig.SendAsync("POST", $"{machine}/deallocate");
    }
}

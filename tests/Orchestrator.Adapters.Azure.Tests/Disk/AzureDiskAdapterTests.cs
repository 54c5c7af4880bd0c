using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class AzureDiskAdapterTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    [Fact]
    public async Task Restore_Vhd_DiskHoldsTheFileAndHolesWereNotSent()
    {
        await Rig.MigrateAsync();
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
        Assert.Equal(Rig.PageCount + 1, Rig.Traffic.Puts);
        Assert.Equal(((long)Rig.PageCount * SampleVhd.PageBytes) + 512, Rig.Traffic.Bytes);
        Assert.Equal("Unattached", DiskState);
    }

    [Fact]
    public async Task BackUp_AllocatedZeros_AreNoPages()
    {
        using (var file = new FileStream(Rig.Vhd, FileMode.Open, FileAccess.Write))
        {
            file.Position = 5L * SampleVhd.PageBytes;
            file.Write(new byte[SampleVhd.PageBytes]);
        }

        await Rig.MigrateAsync();
        Assert.Equal(Rig.PageCount + 1, Rig.Traffic.Puts);
    }

    [Fact]
    public async Task BackUp_Vhd_FolderIsSmallAndRefersToTheFile()
    {
        await Rig.BackUpAsync();
        Assert.InRange(Directory.EnumerateFiles(Rig.Backup).Sum(path => new FileInfo(path).Length), 1, 10_000);
        Assert.Contains(Rig.Vhd, await File.ReadAllTextAsync(Path.Combine(Rig.Backup, DiskManifest.FileName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compare_AfterRestore_IsEqualAndClosesTheDisk(bool isWithBackup)
    {
        await Rig.MigrateAsync();
        var comparison = await Rig.CompareAsync(isWithBackup ? Rig.Backup : null);
        Assert.True(comparison.IsEqual);
        Assert.Equal(Rig.PageCount, Assert.Single(comparison.Items).TargetCount);
        Assert.Equal("Unattached", DiskState);
    }

    [Fact]
    public async Task Compare_PageWasChangedInAzure_NamesIt()
    {
        await Rig.MigrateAsync();
        using var damage = new MemoryStream(Enumerable.Repeat((byte)9, 512).ToArray());
        await Rig.Server.DiskBlob(Rig.Disk).UploadPagesAsync(damage, (3L * SampleVhd.PageBytes) + 8192);
        var comparison = await Rig.CompareAsync();
        Assert.False(comparison.IsEqual);
        Assert.Equal(["the page at byte 12582912"], Assert.Single(comparison.Items).FirstDifferences);
    }

    [Fact]
    public async Task Compare_SourceChanged_IsNotEqual()
    {
        await Rig.MigrateAsync();
        ChangeVhd();
        Assert.False((await Rig.CompareAsync()).IsEqual);
        Assert.True((await Rig.CompareAsync(Rig.Backup)).IsEqual);
    }

    [Fact]
    public async Task Restore_VhdChangedSinceTheBackup_Refuses()
    {
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        ChangeVhd();
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
        Assert.Contains("has changed since it was backed up", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUp_AgainAfterAChange_SendsAndClearsWhatIsAnother()
    {
        Rig.Traffic.Refuse = number => number > 4 ? PageTraffic.Busy(HttpStatusCode.InternalServerError, 1) : null;
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
        SampleVhd.Create(Rig.Vhd, DiskRig.DiskBytes, [1, 2, 8], seed: 5);
        Rig.NewTraffic();
        await Rig.MigrateAsync();
        Assert.Equal(await File.ReadAllBytesAsync(Rig.Vhd), await Rig.ReadDiskAsync());
    }

    [Fact]
    public async Task EveryStep_RunTwice_StartsNothingTwice()
    {
        await Rig.BackUpAsync();
        await Rig.BackUpAsync();
        await Rig.PrepareAsync();
        await Rig.PrepareAsync();
        await Rig.RestoreAsync();
        await Rig.RestoreAsync();
        Assert.Equal((1, 1, 1), (Rig.Started("put"), Rig.Started("beginGetAccess"), Rig.Started("endGetAccess")));
        Assert.Equal(Rig.PageCount + 1, Rig.Traffic.Puts);
    }

    [Fact]
    public async Task RemoveTarget_NothingMade_IsFine()
    {
        await Rig.RemoveAsync();
        Assert.DoesNotContain(Rig.Server.OperationsStarted, each => each.Name != "deallocate");
    }

    [Fact]
    public async Task RemoveTarget_MadeByThisMigration_RemovesItTwice()
    {
        await Rig.MigrateAsync();
        await Rig.RemoveAsync();
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Rig.Disk));
        Assert.Equal(1, Rig.Started("delete"));
        await Rig.MigrateAsync();
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RemoveTarget_UploadUnderWay_EndsTheAccessAndRemovesIt()
    {
        Rig.Traffic.Refuse = number => number > 2 ? PageTraffic.Busy(HttpStatusCode.InternalServerError, 1) : null;
        await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync());
        Assert.Equal("ActiveUpload", DiskState);
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task RemoveTarget_MakingUnderWay_LetsItEndFirst()
    {
        await Rig.BackUpAsync();
        await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.PrepareTargetAsync(Rig.Component, Rig.Scope("provision"), Rig.Patience));
        await Rig.RemoveAsync();
        Assert.Null(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task RemoveTarget_DiskOfAnotherMigration_LeavesIt()
    {
        await Rig.MigrateAsync();
        await Rig.RemoveAsync(migrationId: "orders-2");
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("orders-2")]
    public async Task PrepareTarget_NameIsTaken_RefusesAndLeavesIt(string? maker)
    {
        SeedOther(maker);
        Assert.Contains(await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience), finding => finding.IsBlocking);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.PrepareAsync());
        Assert.False(error.IsTransient);
        await Rig.RemoveAsync();
        Assert.NotNull(Rig.Server.Find(Rig.Disk));
    }

    [Fact]
    public async Task Restore_NotPrepared_Refuses()
    {
        await Rig.BackUpAsync();
        await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
    }

    [Fact]
    public async Task Restore_UploadWasEndedByOthers_SaysSo()
    {
        Rig.Traffic.Refuse = number => number > 2 ? PageTraffic.Busy(HttpStatusCode.InternalServerError, 1) : null;
        await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync());
        await Rig.SendAsync("POST", $"{Rig.Disk}/endGetAccess", version: DiskJob.DiskVersion);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RestoreAsync());
        Assert.Contains("ended before everything was sent", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadiness_NothingInTheWay_FindsNothing() =>
        Assert.Empty(await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience));

    [Fact]
    public async Task CheckReadiness_EverythingInTheWay_FindsItAtOnce()
    {
        await File.WriteAllTextAsync(Rig.Vhd, "no disk");
        Rig.Component = Rig.Plan(("vhd", Rig.Vhd), ("resourceGroup", "nowhere"), ("vm", Rig.Machine), ("location", "eastus"));
        var findings = await Rig.Adapter.CheckReadinessAsync(Rig.Component, Rig.Scope("assess"), Rig.Patience);
        Assert.Equal(3, findings.Count(finding => finding.IsBlocking));
    }

    [Fact]
    public async Task Rehearsal_Always_MakesTheCopyOnly()
    {
        var scope = Rig.Scope(isRehearsal: true);
        await Rig.BackUpAsync();
        await Rig.RunAsync(async () => { await Rig.Adapter.PrepareTargetAsync(Rig.Component, scope, Rig.Patience); return true; });
        await Rig.RunAsync(() => Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, scope, Rig.Patience));
        Assert.True((await Rig.RunAsync(() => Rig.Adapter.CompareAsync(Rig.Component, Rig.Backup, scope, Rig.Patience))).IsEqual);
        Assert.Null(Rig.Server.Find(Rig.Disk));
        Assert.NotNull(Rig.Server.Find($"{Rig.Disk}_rehearsal"));
    }

    [Fact]
    public async Task Measure_BothSides_TellsHowMuchThereIs()
    {
        Assert.Equal(new DataSize(DiskRig.DiskBytes, 1), await MeasureAsync(Side.Source));
        Assert.Equal(new DataSize(0, 0), await MeasureAsync(Side.Target));
        await Rig.MigrateAsync();
        Assert.Equal(new DataSize(DiskRig.DiskBytes, 1), await MeasureAsync(Side.Target));
    }

    private string? DiskState => Rig.Server.Find(Rig.Disk)?["properties"]?["diskState"]?.GetValue<string>();

    private Task<DataSize> MeasureAsync(Side side) => Rig.Adapter.MeasureAsync(Rig.Component, side, Rig.Scope(), Rig.Patience);

    private void ChangeVhd()
    {
        using var file = new FileStream(Rig.Vhd, FileMode.Open, FileAccess.Write);
        file.Position = 7L * SampleVhd.PageBytes;
        file.WriteByte(200);
    }

    private void SeedOther(string? maker) => Rig.Server.Seed(Rig.Disk, new JsonObject
    {
        ["location"] = "westeurope",
        ["tags"] = maker is null ? new JsonObject() : new JsonObject { ["orchestrator-migration"] = maker },
        ["properties"] = new JsonObject
        {
            ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
            ["diskSizeGB"] = 4,
            ["provisioningState"] = "Succeeded",
            ["diskState"] = "Unattached",
        },
    });
}

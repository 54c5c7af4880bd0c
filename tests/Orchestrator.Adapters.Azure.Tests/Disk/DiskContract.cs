using System.Text.Json.Nodes;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>What every data adapter must do, asked of a VHD that is brought to a managed disk, and judged by Microsoft's descriptions.</summary>
[Collection(DiskTests.Name)]
public abstract class DiskContract(ArmJudge judge, AzuriteServer azurite) : DataAdapterContract
{
    // A hole of the sample, and a page with content.
    private const long Hole = 5L * SampleVhd.PageBytes;
    private const long Content = 2L * SampleVhd.PageBytes;

    internal DiskRig Rig { get; private set; } = null!;

    // Azure does not open the upload of a disk again once it was ended, so that a disk could not be given back empty.
    protected override bool TakesOverEmptyTargets => false;

    public override async Task DisposeAsync()
    {
        await judge.AssertRightAsync(Rig.Server.Recorder);
        await Rig.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<DataComponent> SeedAsync()
    {
        Rig = await DiskRig.StartAsync(azurite);
        return Rig.Component;
    }

    protected override async Task ChangeSourceAsync()
    {
        using var file = new FileStream(Rig.Vhd, FileMode.Open, FileAccess.Write);
        file.Position = Hole;
        await file.WriteAsync("something new"u8.ToArray(), Patience);
    }

    protected override async Task ChangeTargetAsync()
    {
        using var sector = new MemoryStream(Enumerable.Repeat((byte)'x', 512).ToArray());
        await Rig.Server.DiskBlob(Rig.Disk).UploadPagesAsync(sector, Content, cancellationToken: Patience);
    }

    protected override Task MakeEmptyTargetAsync() => SeedDiskAsync("ReadyToUpload");

    protected override Task OccupyTargetAsync() => SeedDiskAsync("Unattached");

    protected override Task<bool> TargetExistsAsync() => Task.FromResult(Rig.Server.Find(Rig.Disk) is not null);

    protected override Task<bool> TargetIsEmptyAsync() =>
        Task.FromResult(Rig.Server.Find(Rig.Disk)!["properties"]!["diskState"]!.GetValue<string>() == "ReadyToUpload");

    private Task SeedDiskAsync(string state)
    {
        Rig.Server.Seed(Rig.Disk, new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Upload", ["uploadSizeBytes"] = DiskRig.DiskBytes + 512 },
                ["diskSizeGB"] = 1,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = state,
            },
        });
        return Task.CompletedTask;
    }
}

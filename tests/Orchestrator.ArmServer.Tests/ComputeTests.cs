using Azure.Storage.Blobs.Specialized;
using Orchestrator.Contracts.Servers;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class ComputeTests(ArmJudge judge, AzuriteServer azurite) : ArmTest(judge)
{
    private const long VhdBytes = (21 << 20) + 512;
    private const string Disks = "?api-version=2023-04-02";
    private const string Machines = "?api-version=2023-07-01";

    protected override ArmServerOptions Options => new() { StorageConnectionString = azurite.ConnectionString };

    private string Disk => $"{Group}/providers/Microsoft.Compute/disks/disk";

    private string Machine => $"{Group}/providers/Microsoft.Compute/virtualMachines/vm";

    [Fact]
    public async Task Disk_Uploaded_HoldsWhatWasWritten()
    {
        await UploadAsync();
        Assert.Equal("Unattached", (await GetAsync(Disk + Disks))["properties", "diskState"]!.GetValue<string>());
        Assert.Equal(VhdBytes, (await Server.DiskBlob(Disk).GetPropertiesAsync()).Value.ContentLength);
    }

    [Fact]
    public async Task EndGetAccess_Always_TakesTheAccessAway()
    {
        var address = await UploadAsync();
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => new PageBlobClient(address).GetPropertiesAsync());
    }

    [Fact]
    public async Task Delete_DiskWithActiveAccess_Conflicts()
    {
        await CreateUploadDiskAsync();
        await SucceedAsync("POST", $"{Disk}/beginGetAccess{Disks}", """{"access":"Write","durationInSeconds":3600}""");
        Assert.Equal(409, (await SendAsync("DELETE", Disk + Disks)).Status);
    }

    [Fact]
    public async Task VirtualMachine_FromDisk_StartsStopsAndGoes()
    {
        await UploadAsync();
        await CreateMachineAsync();
        Assert.Equal("Attached", (await GetAsync(Disk + Disks))["properties", "diskState"]!.GetValue<string>());
        Assert.Contains("PowerState/running", (await GetAsync($"{Machine}/instanceView{Machines}")).Text, StringComparison.Ordinal);
        await SucceedAsync("POST", $"{Machine}/powerOff{Machines}");
        await SucceedAsync("POST", $"{Machine}/deallocate{Machines}");
        Assert.Equal("Reserved", (await GetAsync(Disk + Disks))["properties", "diskState"]!.GetValue<string>());
        Assert.Contains("PowerState/deallocated", (await GetAsync($"{Machine}{Machines}&$expand=instanceView")).Text, StringComparison.Ordinal);
        Assert.Equal(409, (await SendAsync("POST", $"{Machine}/restart{Machines}")).Status);
        await SucceedAsync("POST", $"{Machine}/start{Machines}");
        await SucceedAsync("POST", $"{Machine}/restart{Machines}");
        await SucceedAsync("PATCH", Machine + Machines, """{"tags":{"a":"b"}}""");
        await SucceedAsync("DELETE", Machine + Machines);
        Assert.Equal(404, (await GetAsync(Machine + Machines)).Status);
        await SucceedAsync("DELETE", Disk + Disks);
        Assert.Equal(204, (await SendAsync("DELETE", Disk + Disks)).Status);
    }

    [Theory]
    [InlineData("RunShellScript")]
    [InlineData("RunPowerShellScript")]
    public async Task RunCommand_OfARunningMachine_AnswersWhatTheScriptSaid(string command)
    {
        await CreateEmptyMachineAsync();
        Server.RunCommand = call => new RunCommandOutput(0, $"ran {call.Script} {call.Parameters["p"]}");
        var end = await SendAsync("POST", $"{Machine}/runCommand{Machines}",
            $$"""{"commandId":"{{command}}","script":["hostname"],"parameters":[{"name":"p","value":"1"}]}""");
        await GetAsync(end.Headers["Location"]);
        var result = await GetAsync(end.Headers["Location"]);
        Assert.Equal(200, result.Status);
        Assert.Contains("ran hostname 1", result["value"]![0]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCommands_AsResource_ShowsExitCodeAndOutput()
    {
        await CreateEmptyMachineAsync();
        Server.RunCommand = _ => new RunCommandOutput(3, "out", "err");
        var id = $"{Machine}/runCommands/check";
        await SucceedAsync("PUT", id + Machines,
            """{"location":"westeurope","properties":{"source":{"script":"exit 3"},"protectedParameters":[{"name":"s","value":"hidden"}]}}""");
        var view = await GetAsync($"{id}{Machines}&$expand=instanceView");
        Assert.Equal(3, view["properties", "instanceView", "exitCode"]!.GetValue<int>());
        Assert.DoesNotContain("hidden", view.Text, StringComparison.Ordinal);
        await SucceedAsync("DELETE", id + Machines);
    }

    [Fact]
    public async Task RetrieveBootDiagnosticsData_Always_LeadsToTheLog()
    {
        await CreateEmptyMachineAsync();
        Server.SetBootLog(Machine, "kernel panic");
        var answer = await SendAsync("POST", $"{Machine}/retrieveBootDiagnosticsData{Machines}&sasUriExpirationTimeInMinutes=10");
        Assert.Equal("kernel panic", (await GetAsync(answer["serialConsoleLogBlobUri"]!.GetValue<string>())).Text);
    }

    [Fact]
    public async Task Snapshot_CopiedToAnotherRegion_AdvancesAndHoldsTheSame()
    {
        await UploadAsync();
        var snapshot = $"{Group}/providers/Microsoft.Compute/snapshots/here";
        var copy = $"{Group}/providers/Microsoft.Compute/snapshots/there";
        await SucceedAsync("PUT", snapshot + Disks, Snapshot("westeurope", "Copy", Disk));
        await SucceedAsync("PUT", copy + Disks, Snapshot("northeurope", "CopyStart", snapshot));
        Assert.Equal(409, (await SendAsync("POST", $"{copy}/beginGetAccess{Disks}", """{"access":"Read","durationInSeconds":60}""")).Status);
        Assert.Equal(50, (await GetAsync(copy + Disks))["properties", "completionPercent"]!.GetValue<double>());
        Assert.Equal(100, (await GetAsync(copy + Disks))["properties", "completionPercent"]!.GetValue<double>());
        var access = await SucceedAsync("POST", $"{copy}/beginGetAccess{Disks}", """{"access":"Read","durationInSeconds":60}""");
        var content = await new PageBlobClient(new Uri(access["properties", "output", "accessSAS"]!.GetValue<string>())).DownloadContentAsync();
        Assert.Equal(7, content.Value.Content.ToArray()[512]);
        await SucceedAsync("POST", $"{copy}/endGetAccess{Disks}");
    }

    [Fact]
    public async Task List_OfDisks_ComesInPages()
    {
        for (var number = 0; number < 3; number++)
            await SucceedAsync("PUT", $"{Disk}{number}{Disks}", Empty);
        var list = await GetAsync($"{Group}/providers/Microsoft.Compute/disks{Disks}");
        Assert.Equal(3, list["value"]!.AsArray().Count);
        Assert.Equal(3, (await GetAsync($"/subscriptions/{Server.Options.SubscriptionId}/providers/Microsoft.Compute/disks{Disks}"))["value"]!.AsArray().Count);
    }

    private const string Empty = """{"location":"westeurope","properties":{"creationData":{"createOption":"Empty"},"diskSizeGB":4}}""";

    private static string Snapshot(string location, string option, string source) =>
        $$$$$$$"""{"location":"{{{{{{{location}}}}}}}","properties":{"incremental":true,"creationData":{"createOption":"{{{{{{{option}}}}}}}","sourceResourceId":"{{{{{{{source}}}}}}}"}}}""";

    private Task<Reply> CreateUploadDiskAsync() => SucceedAsync("PUT", Disk + Disks,
        $$$$$$$"""{"location":"westeurope","sku":{"name":"Premium_LRS"},"properties":{"osType":"Linux","creationData":{"createOption":"Upload","uploadSizeBytes":{{{{{{{VhdBytes}}}}}}}}}}""");

    private async Task<Uri> UploadAsync()
    {
        await CreateUploadDiskAsync();
        var access = await SucceedAsync("POST", $"{Disk}/beginGetAccess{Disks}", """{"access":"Write","durationInSeconds":3600}""");
        var address = new Uri(access["properties", "output", "accessSAS"]!.GetValue<string>());
        var page = new byte[512];
        page[0] = 7;
        await new PageBlobClient(address).UploadPagesAsync(new MemoryStream(page), 512);
        await SucceedAsync("POST", $"{Disk}/endGetAccess{Disks}");
        return address;
    }

    private Task<Reply> CreateMachineAsync() => SucceedAsync("PUT", Machine + Machines,
        $$$$$$$"""{"location":"westeurope","properties":{"hardwareProfile":{"vmSize":"Standard_D2s_v3"},"storageProfile":{"osDisk":{"osType":"Linux","createOption":"Attach","managedDisk":{"id":"{{{{{{{Disk}}}}}}}"}}},"diagnosticsProfile":{"bootDiagnostics":{"enabled":true}}}}""");

    private async Task CreateEmptyMachineAsync()
    {
        await SucceedAsync("PUT", Disk + Disks, Empty);
        await CreateMachineAsync();
    }
}

using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class MoverTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Box = "?api-version=2022-12-01";
    private const string Mover = "?api-version=2023-10-01";

    private string Job => $"{Group}/providers/Microsoft.DataBox/jobs/order";

    private string StorageMover => $"{Group}/providers/Microsoft.StorageMover/storageMovers/mover";

    private string Definition => $"{StorageMover}/projects/project/jobDefinitions/files";

    [Fact]
    public async Task DataBox_ItsLife_GoesThroughAllStages()
    {
        await OrderAsync();
        Assert.Equal(409, (await SendAsync("POST", $"{Job}/listCredentials{Box}")).Status);
        foreach (var stage in (string[])["DevicePrepared", "Dispatched", "Delivered", "PickedUp", "AtAzureDC", "DataCopy"])
        {
            Assert.Equal(stage, Server.AdvanceShipping(Job));
            Assert.Equal(stage, (await GetAsync(Job + Box))["properties", "status"]!.GetValue<string>());
        }

        Assert.Equal("TEST0001", (await SendAsync("POST", $"{Job}/listCredentials{Box}"))["value"]![0]!["jobSecrets"]!["podSecrets"]![0]!["deviceSerialNumber"]!.GetValue<string>());
        Assert.Equal(409, (await SendAsync("DELETE", Job + Box)).Status);
        Server.SetCopyLog(Job, "<ErrorList/>");
        Server.AdvanceShipping(Job);
        var ended = await GetAsync($"{Job}{Box}&$expand=details");
        Assert.Equal("<ErrorList/>", (await GetAsync(ended["properties", "details", "copyLogDetails"]![0]!["copyLogLink"]!.GetValue<string>())).Text);
        await SucceedAsync("DELETE", Job + Box);
        Assert.Empty((await GetAsync($"{Group}/providers/Microsoft.DataBox/jobs{Box}"))["value"]!.AsArray());
    }

    [Fact]
    public async Task DataBox_Cancelled_CanBeDeleted()
    {
        await OrderAsync();
        Assert.Equal(409, (await PutAsync(Job + Box, Order)).Status);
        Assert.Equal(204, (await SendAsync("POST", $"{Job}/cancel{Box}", """{"reason":"not needed"}""")).Status);
        Assert.Equal("Cancelled", (await GetAsync(Job + Box))["properties", "status"]!.GetValue<string>());
        await SucceedAsync("DELETE", Job + Box);
    }

    [Fact]
    public async Task StorageMover_Run_CountsAndEnds()
    {
        await PrepareAsync();
        Server.SetTransfer(Definition, items: 100, bytes: 4096, failedItems: 2);
        var started = await SendAsync("POST", $"{Definition}/startJob{Mover}");
        var run = started["jobRunResourceId"]!.GetValue<string>();
        Assert.Equal(409, (await SendAsync("POST", $"{Definition}/startJob{Mover}")).Status);
        Assert.Equal("Running", (await GetAsync(run + Mover))["properties", "status"]!.GetValue<string>());
        var ended = await GetAsync(run + Mover);
        Assert.Equal("Succeeded", ended["properties", "status"]!.GetValue<string>());
        Assert.Equal((98, 2), (ended["properties", "itemsTransferred"]!.GetValue<int>(), ended["properties", "itemsFailed"]!.GetValue<int>()));
        Assert.Equal("Succeeded", (await GetAsync(Definition + Mover))["properties", "latestJobRunStatus"]!.GetValue<string>());
        Assert.Single(Server.OperationsStarted, operation => operation.Name == "startJob");
    }

    [Fact]
    public async Task StorageMover_Stopped_EndsCanceled()
    {
        await PrepareAsync();
        var run = (await SendAsync("POST", $"{Definition}/startJob{Mover}"))["jobRunResourceId"]!.GetValue<string>();
        Assert.Equal(200, (await SendAsync("POST", $"{Definition}/stopJob{Mover}")).Status);
        Assert.Equal("Canceled", (await GetAsync(run + Mover))["properties", "status"]!.GetValue<string>());
        Assert.Equal(409, (await SendAsync("POST", $"{Definition}/stopJob{Mover}")).Status);
        Server.Faults.Add("POST", "/startJob$", 1, Fault.OperationFails("TargetFull"));
        run = (await SendAsync("POST", $"{Definition}/startJob{Mover}"))["jobRunResourceId"]!.GetValue<string>();
        await GetAsync(run + Mover);
        Assert.Equal("TargetFull", (await GetAsync(run + Mover))["properties", "error", "code"]!.GetValue<string>());
        Assert.Equal(2, (await GetAsync($"{Definition}/jobRuns{Mover}"))["value"]!.AsArray().Count);
        await SucceedAsync("DELETE", StorageMover + Mover);
    }

    private const string Order = """
        {"location":"westeurope","sku":{"name":"DataBox"},"properties":{"transferType":"ImportToAzure","details":{"jobDetailsType":"DataBox","expectedDataSizeInTeraBytes":10,
        "contactDetails":{"contactName":"A Person","phone":"+00","emailList":["a@example.org"]},
        "shippingAddress":{"streetAddress1":"1 Road","city":"Town","country":"XX","postalCode":"00000"},
        "dataImportDetails":[{"accountDetails":{"dataAccountType":"StorageAccount","storageAccountId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acc"}}]}}}
        """;

    private Task<Reply> OrderAsync() => SucceedAsync("PUT", Job + Box, Order);

    private async Task PrepareAsync()
    {
        await SucceedAsync("PUT", StorageMover + Mover, """{"location":"westeurope","properties":{"description":"x"}}""");
        await SucceedAsync("PUT", $"{StorageMover}/agents/agent{Mover}", """{"properties":{"arcResourceId":"/arc","arcVmUuid":"3bb2c024-eba9-4d18-9e7a-1d772fcc5fe9"}}""");
        await SucceedAsync("PUT", $"{StorageMover}/endpoints/source{Mover}", """{"properties":{"endpointType":"NfsMount","host":"10.0.0.1","export":"/data"}}""");
        await SucceedAsync("PUT", $"{StorageMover}/endpoints/target{Mover}",
            """{"properties":{"endpointType":"AzureStorageBlobContainer","storageAccountResourceId":"/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acc","blobContainerName":"files"}}""");
        await SucceedAsync("PUT", $"{StorageMover}/projects/project{Mover}", """{"properties":{"description":"x"}}""");
        Assert.Equal(400, (await PutAsync(Definition + Mover, """{"properties":{"copyMode":"Mirror","sourceName":"none","targetName":"target"}}""")).Status);
        await SucceedAsync("PUT", Definition + Mover, """{"properties":{"copyMode":"Mirror","sourceName":"source","targetName":"target","agentName":"agent"}}""");
    }
}

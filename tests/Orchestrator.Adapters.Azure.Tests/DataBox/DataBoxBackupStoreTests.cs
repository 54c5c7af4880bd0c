using System.Text.Json.Nodes;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

[Collection(DataBoxTests.Name)]
public sealed partial class DataBoxBackupStoreTests(ArmJudge judge, AzuriteServer azurite) : IAsyncLifetime
{
    private const string Name = "m-1/db";

    private readonly SampleFolder _source = new SampleFolder().With("toc", 3_000).With("data/1", 400_000, 2);
    private ArmServer _server = null!;
    private DataBoxRig _rig = null!;
    private TravellingStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await ArmServer.StartAsync();
        _rig = new(_server, azurite.ConnectionString);
        _store = new(_rig);
    }

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(_server.Recorder);
        }
        finally
        {
            _source.Dispose();
            _rig.RemoveFolder();
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task PutAsync_WholeJourney_SaysAtEachStageWhatAPersonHasToDo()
    {
        await PutAsync();

        string[] said = ["being prepared in Azure (DeviceOrdered)", "on its way to you", $"mount its share for block blobs at {_rig.Device}", "Prepare to ship", "on its way to Azure", "has arrived in Azure", "50 % of"];
        Assert.All(said, text => Assert.Contains(_store.Waits, wait => wait.Contains(text, StringComparison.Ordinal)));
        Assert.Equal(1, _rig.Ordered);
    }

    [Fact]
    public async Task PutAsync_Waiting_IsLookedAtEveryHalfHour()
    {
        await PlaceAsync();
        var wait = await Assert.ThrowsAsync<OperationPendingException>(OnceAsync);
        Assert.Equal(TimeSpan.FromMinutes(30), wait.LookAgainAfter);
    }

    [Fact]
    public async Task PutAsync_NotConfirmed_CopiesNothing()
    {
        await PlaceAsync();
        Reach("Delivered");
        Directory.CreateDirectory(_rig.Device);

        var wait = await Assert.ThrowsAsync<OperationPendingException>(OnceAsync);

        Assert.Contains($"touch {Path.Combine(_rig.Device, ".confirmed")}", wait.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Device));
    }

    [Fact]
    public async Task PutAsync_KilledWhileCopying_KeepsWhatIsRightAndLeavesNoHalfFiles()
    {
        await PlaceAsync();
        Reach("Delivered");
        _rig.Mount();
        var folder = Path.Combine(_rig.Device, _rig.ContainerName, Name, "files");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(_source.FullPath, "toc"), Path.Combine(folder, "toc"));
        File.WriteAllBytes(Path.Combine(folder, "half.orchestrator-unfinished"), [1]);
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, "toc"));

        await Assert.ThrowsAsync<OperationPendingException>(OnceAsync);

        Assert.Equal(["data/1", "toc"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(folder, "toc")));
        Assert.False(File.Exists(Path.Combine(_rig.Device, ".confirmed")));
    }

    [Fact]
    public async Task PutAsync_SentBackTooEarly_SaysSo()
    {
        await PlaceAsync();
        Reach("PickedUp");
        Assert.Contains("before everything was on it", (await Assert.ThrowsAsync<AdapterException>(OnceAsync)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_FileWasNotCopiedByAzure_TellsWhatTheCopyLogSays()
    {
        await CopyAsync();
        Reach("AtAzureDC");
        _server.SetCopyLog(_rig.Order!, "<ErroredEntity Path=\"\\c\\m-1\\db\\files\\toc\"><Category>UploadErrorCloudHttp</Category><ErrorCode>409</ErrorCode><ErrorMessage>The blob type is invalid.</ErrorMessage></ErroredEntity><CopyLog Summary=\"Summary\"><FilesErrored>1</FilesErrored></CopyLog>");
        await _rig.IngestAsync(file => file.EndsWith("toc", StringComparison.Ordinal));
        _server.AdvanceShipping(_rig.Order!, "CompletedWithErrors");

        var error = await Assert.ThrowsAsync<AdapterException>(OnceAsync);

        Assert.Contains("'toc' has not arrived; the copy log tells of 1", error.Problem, StringComparison.Ordinal);
        Assert.Contains("The blob type is invalid", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await _store.FindAsync(_rig.Plan, Name, Scope(), default));
    }

    [Theory]
    [InlineData(true, "another MD5")]
    [InlineData(false, "another SHA-256")]
    public async Task PutAsync_ArrivedDamaged_IsNotStored(bool hasMd5, string problem)
    {
        await CopyAsync();
        Reach("AtAzureDC");
        await _rig.IngestAsync();
        var blob = _rig.Container.GetBlobClient($"{Name}/files/toc");
        await blob.UploadAsync(new BinaryData(new byte[3_000]), overwrite: true);
        if (!hasMd5)
            await blob.SetHttpHeadersAsync(new());
        _server.AdvanceShipping(_rig.Order!, "Completed");
        Assert.Contains(problem, (await Assert.ThrowsAsync<AdapterException>(OnceAsync)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_OrderIsCancelledBySomebody_SaysSoAndOrdersNoSecond()
    {
        await PlaceAsync();
        _server.AdvanceShipping(_rig.Order!, "Cancelled");
        Assert.Contains("Cancelled", (await Assert.ThrowsAsync<AdapterException>(OnceAsync)).Problem, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Ordered);
    }

    [Fact]
    public async Task PutAsync_OrderPlacedAhead_IsUsedAndNeverCancelled()
    {
        _rig.OrderName = "ordered-ahead";
        _server.Seed($"{_rig.Group}/providers/Microsoft.DataBox/jobs/ordered-ahead", Ahead());
        await PutAsync();
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        Assert.Equal((0, "Completed"), (_rig.Ordered, _rig.Status));
    }

    [Fact]
    public async Task RemoveAsync_BeforeItIsShipped_CancelsTwice()
    {
        await PlaceAsync();
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        Assert.Equal("Cancelled", _rig.Status);
    }

    [Fact]
    public async Task RemoveAsync_WhileItIsOrdered_LetsThatEndThenCancels()
    {
        await Assert.ThrowsAsync<OperationPendingException>(OnceAsync);
        _rig.Restart();
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        Assert.Equal((1, "Cancelled"), (_rig.Ordered, _rig.Status));
    }

    [Fact]
    public async Task RemoveAsync_OnItsWayToAzure_RefusesAndSaysWhatToDo()
    {
        await CopyAsync();
        Reach("PickedUp");
        var error = await Assert.ThrowsAsync<AdapterException>(() => _store.RemoveAsync(_rig.Plan, Name, Scope(), default));
        Assert.Contains("would arrive later", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_DeviceIsHere_EmptiesItAndKeepsItForAnotherTry()
    {
        await CopyAsync();
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        Assert.Empty(Directory.EnumerateFiles(_rig.Device, "*", SearchOption.AllDirectories));
        await PutAsync();
        Assert.Equal(1, _rig.Ordered);
    }

    [Fact]
    public async Task PutAsync_ChangedAfterItWasSentBack_SaysSoAndOrdersAnotherOnceAzureHasCopied()
    {
        await CopyAsync();
        Reach("PickedUp");
        _source.With("toc", 3_001);
        Assert.Contains("has changed since", (await Assert.ThrowsAsync<AdapterException>(OnceAsync)).Problem, StringComparison.Ordinal);
        Reach("AtAzureDC");
        await _rig.AdvanceAsync();
        await _rig.AdvanceAsync();
        await PutAsync();
        Assert.Equal(2, _rig.Ordered);
    }

    [Fact]
    public async Task RemoveAsync_NothingOrdered_TouchesNothing()
    {
        await _store.RemoveAsync(_rig.Plan, Name, Scope(), default);
        Assert.Empty(_server.OperationsStarted);
    }

    private Task<StoredBackup> PutAsync() => _store.PutAsync(_rig.Plan, Name, _source.FullPath, Scope(), default);

    private Task<StoredBackup> OnceAsync() => _rig.Store.PutAsync(_rig.Plan, Name, _source.FullPath, _rig.Own(Scope()), default);

    private StepScope Scope() => new BackupScope(_rig.Plan).Scope;

    private async Task PlaceAsync()
    {
        for (var run = 0; run < 20; run++)
        {
            var wait = await Assert.ThrowsAsync<OperationPendingException>(OnceAsync);
            if (wait.Message.Contains("being prepared", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The order was not placed.");
    }

    private void Reach(string stage)
    {
        while (_rig.Status != stage)
            _server.AdvanceShipping(_rig.Order!);
    }

    private async Task CopyAsync()
    {
        await PlaceAsync();
        Reach("Delivered");
        _rig.Mount();
        Assert.Contains("Prepare to ship", (await Assert.ThrowsAsync<OperationPendingException>(OnceAsync)).Message, StringComparison.Ordinal);
    }

    private static JsonObject Ahead() => new()
    {
        ["location"] = "westeurope",
        ["sku"] = new JsonObject { ["name"] = "DataBox" },
        ["properties"] = new JsonObject
        {
            ["transferType"] = "ImportToAzure",
            ["status"] = "DeviceOrdered",
            ["details"] = new JsonObject
            {
                ["jobDetailsType"] = "DataBox",
                ["contactDetails"] = new JsonObject { ["contactName"] = "Kim", ["phone"] = "5550100", ["emailList"] = new JsonArray("kim@contoso.example") },
                ["dataImportDetails"] = new JsonArray(new JsonObject { ["accountDetails"] = new JsonObject { ["dataAccountType"] = "StorageAccount", ["storageAccountId"] = "/subscriptions/x" } }),
            },
        },
    };
}

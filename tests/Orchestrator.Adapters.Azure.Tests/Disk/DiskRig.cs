using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>A subscription with a resource group and a deallocated machine, a VHD with holes, and the adapter.</summary>
internal sealed class DiskRig : IAsyncDisposable
{
    public const string MigrationId = "orders-1";
    public const long DiskBytes = 48L << 20;
    private const string OtherSubscription = "00000000-0000-4000-8000-000000000002";
    private static readonly int[] DataPages = [0, 2, 3, 7, 8, 11];

    // The blob service is shared, and a disk of the same id would hold what another test left.
    private readonly string _group = $"orders-{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("disk-").FullName;
    private readonly SkippingTime _time = new();

    private DiskRig(ArmServer server)
    {
        Server = server;
        Component = Plan(("vhd", Vhd));
        Connector = new ArmConnector(new() { Endpoint = server.Endpoint }, server.Credential, new HttpClientTransport(new HttpClient(server.CreateHandler())))
        {
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
            Time = _time,
        };
    }

    public ArmServer Server { get; }

    public ArmConnector Connector { get; }

    public PageTraffic Traffic { get; private set; } = new();

    public IDataAdapter Adapter => new AzureDiskAdapter(Connector, Traffic.Content);

    public DataComponent Component { get; set; }

    public CancellationToken Patience { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    public int PageCount { get; } = DataPages.Length;

    public string Vhd => Path.Combine(_folder, "os.vhd");

    public string WorkFolder => Path.Combine(_folder, "work");

    public string Backup => Directory.CreateDirectory(Path.Combine(_folder, "backup")).FullName;

    public string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/{_group}";

    public string Disk => $"{Group}/providers/Microsoft.Compute/disks/orders-data";

    public string Machine => $"{Group}/providers/Microsoft.Compute/virtualMachines/orders-vm";

    public string SourceDisk => $"/subscriptions/{OtherSubscription}/resourceGroups/{_group}/providers/Microsoft.Compute/disks/old-data";

    public static async Task<DiskRig> StartAsync(AzuriteServer azurite)
    {
        var rig = new DiskRig(await ArmServer.StartAsync(new() { StorageConnectionString = azurite.ConnectionString, OtherSubscriptionIds = [OtherSubscription] }));
        SampleVhd.Create(rig.Vhd, DiskBytes, DataPages);
        rig.Server.Seed(rig.Group, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } });
        await rig.SeedMachineAsync();
        return rig;
    }

    /// <summary>A plan with a source and further keys of the target.</summary>
    public DataComponent Plan((string Name, object Value) source, params (string Name, object Value)[] target)
    {
        var keys = new Dictionary<string, object>
        {
            ["subscription"] = Server.Options.SubscriptionId,
            ["resourceGroup"] = _group,
            ["name"] = "orders-data",
            ["location"] = "westeurope",
        };
        foreach (var (name, value) in target)
            keys[name] = value;
        return new()
        {
            Name = "data",
            Kind = "azureDisk",
            Source = JsonSerializer.SerializeToElement(new Dictionary<string, object> { [source.Name] = source.Value }),
            Target = JsonSerializer.SerializeToElement(keys),
            Settings = new Dictionary<string, JsonElement> { ["parallelism"] = JsonSerializer.SerializeToElement(2) },
        };
    }

    public StepScope Scope(string step = "step", bool isRehearsal = false, string migrationId = MigrationId) =>
        TestScope.Create(Component, WorkFolder, step, isRehearsal, migrationId);

    /// <summary>From now on what is sent is counted anew.</summary>
    public PageTraffic NewTraffic() => Traffic = new();

    /// <summary>Runs a step as the runbook does: again when it is pending, and, if it is to, when a failure may pass.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> step, bool isRepeated = false)
    {
        for (var run = 0; run < 200; run++)
        {
            try
            {
                return await step().WaitAsync(Patience);
            }
            catch (OperationPendingException pending)
            {
                Assert.True(pending.LookAgainAfter > TimeSpan.Zero);
                _time.Skip(pending.LookAgainAfter); // as the runbook's timer would
                AssertNoSecret(pending.ToString());
            }
            catch (AdapterException error)
            {
                AssertNoSecret(error.ToString());
                if (!isRepeated || !error.IsTransient)
                    throw;
            }
        }

        throw new TimeoutException("The step was pending 200 times.");
    }

    public Task<DataSize> BackUpAsync(bool isRepeated = false) => RunAsync(() => Adapter.BackUpAsync(Component, Backup, Scope("backUp"), Patience), isRepeated);

    public Task PrepareAsync(bool isRepeated = false) => RunAsync(() => Done(Adapter.PrepareTargetAsync(Component, Scope("provision"), Patience)), isRepeated);

    public Task<DataSize> RestoreAsync(bool isRepeated = false) => RunAsync(() => Adapter.RestoreAsync(Component, Backup, Scope("restore"), Patience), isRepeated);

    public Task<DataComparison> CompareAsync(string? backup = null, bool isRepeated = false) =>
        RunAsync(() => Adapter.CompareAsync(Component, backup, Scope("validate"), Patience), isRepeated);

    public Task RemoveAsync(bool isRepeated = false, string migrationId = MigrationId) =>
        RunAsync(() => Done(Adapter.RemoveTargetAsync(Component, Scope("removeTarget", migrationId: migrationId), Patience)), isRepeated);

    public async Task MigrateAsync(bool isRepeated = false)
    {
        await BackUpAsync(isRepeated);
        await PrepareAsync(isRepeated);
        await RestoreAsync(isRepeated);
    }

    /// <summary>Makes a disk in another subscription and region, with the content of the VHD.</summary>
    public async Task SeedSourceDiskAsync(string location = "northeurope")
    {
        Server.Seed(SourceDisk, new JsonObject
        {
            ["location"] = location,
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
                ["diskSizeBytes"] = DiskBytes,
                ["diskSizeGB"] = 1,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = "Unattached",
            },
        });
        var blob = Server.DiskBlob(SourceDisk);
        await blob.GetParentBlobContainerClient().CreateIfNotExistsAsync();
        await blob.CreateIfNotExistsAsync(DiskBytes + VhdFooter.Bytes);
        var buffer = new byte[SampleVhd.PageBytes];
        using var vhd = VhdFile.Open(Vhd);
        foreach (var page in DataPages)
        {
            using var content = new MemoryStream(vhd.Read(page, buffer).ToArray());
            await blob.UploadPagesAsync(content, (long)page * SampleVhd.PageBytes);
        }

        Component = Plan(("disk", SourceDisk));
    }

    /// <summary>How many operations of a name were started on a resource.</summary>
    public int Started(string name, string? id = null) =>
        Server.OperationsStarted.Count(each => each.Name == name && each.ResourceId.Equals(id ?? Disk, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bytes of the disk in Azure.</summary>
    public async Task<byte[]> ReadDiskAsync() => (await Server.DiskBlob(Disk).DownloadContentAsync()).Value.Content.ToArray();

    public void AssertNoSecretIsKept()
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(path => path != Vhd))
            AssertNoSecret(File.ReadAllText(path));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task SendAsync(string method, string path, JsonObject? body = null, string version = DiskJob.MachineVersion)
    {
        using var client = new HttpClient(Server.CreateHandler()) { BaseAddress = Server.Endpoint };
        var token = await Server.Credential.GetTokenAsync(new TokenRequestContext(["x"]), Patience);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        using var request = new HttpRequestMessage(new(method), $"{path}?api-version={version}");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Patience);
        answer.EnsureSuccessStatusCode();
        if (!answer.Headers.TryGetValues("Azure-AsyncOperation", out var values))
            return;
        for (var look = 0; look < 5; look++)
            await client.GetAsync(new Uri(values.First()), Patience);
    }

    private async Task SeedMachineAsync()
    {
        Server.Seed(Machine, new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["storageProfile"] = new JsonObject { ["dataDisks"] = new JsonArray() },
            },
        });
        await SendAsync("POST", $"{Machine}/deallocate");
    }

    private static void AssertNoSecret(string text) => Assert.DoesNotContain("sig=", text, StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    // The clock of this machine, of which waits are cut out.
    private sealed class SkippingTime : TimeProvider
    {
        private TimeSpan _skipped;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _skipped;

        public void Skip(TimeSpan time) => _skipped += time;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.StorageMover;
using Orchestrator.Adapters.Azure.Tests.Trees;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.StorageMover;

/// <summary>A Storage Mover whose agent copies what the tests have on disk into a container of the emulator.</summary>
internal sealed class StorageMoverRig : IAsyncDisposable
{
    private readonly AzuriteServer _azurite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mover-");
    private int _copied;
    private Uri? _share;

    private StorageMoverRig(AzuriteServer azurite, ArmServer server)
    {
        (_azurite, Server) = (azurite, server);
        Directory.CreateDirectory(Source);
        var options = new ResourceManagerOptions { Endpoint = server.Endpoint, CaFile = server.CertificateFile };
        Connector = new(options, server.Credential) { FirstRetryDelay = TimeSpan.FromMilliseconds(1) };
        Inner = new(Connector, TestShares.Stores(azurite, server));
        Adapter = new(Inner, CopyAsync);
    }

    public ArmServer Server { get; }

    public ArmConnector Connector { get; }

    public StorageMoverAdapter Inner { get; }

    public PatientDataAdapter Adapter { get; }

    /// <summary>Files that the agent does not copy.</summary>
    public HashSet<string> LeftOut { get; } = [];

    /// <summary>Files that came after a rehearsal's agent had passed.</summary>
    public HashSet<string> TooLateForRehearsals { get; } = [];

    public string Source => Path.Combine(_folder.FullName, "source");

    public string WorkFolder => Path.Combine(_folder.FullName, "work");

    public string Backup => Directory.CreateDirectory(Path.Combine(_folder.FullName, "backup")).FullName;

    public string ContainerName { get; } = $"c{Guid.NewGuid():n}";

    public BlobContainerClient Container => new(_azurite.ConnectionString, ContainerName);

    public string Mover => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/files/providers/Microsoft.StorageMover/storageMovers/mover";

    /// <summary>The job definition, once it is there.</summary>
    public string? Job => Server.ResourceIds.FirstOrDefault(id => id.Contains("/jobDefinitions/", StringComparison.Ordinal) && !id.Contains("/jobRuns/", StringComparison.Ordinal));

    /// <summary>How often a job was started.</summary>
    public int Starts => Server.OperationsStarted.Count(operation => operation.ToString().Contains("startJob", StringComparison.Ordinal));

    /// <summary>The share, when it was started with one.</summary>
    public ShareClient Share => TestShares.Open(Server, _share!);

    public static async Task<StorageMoverRig> StartAsync(AzuriteServer azurite, bool withShare = false)
    {
        var rig = new StorageMoverRig(azurite, await ArmServer.StartAsync(new() { PollsUntilDone = 8 }));
        rig._share = withShare ? rig.Server.AddShare("orchestrator", rig.ContainerName) : null;
        rig.Server.Seed(rig.Mover, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject() });
        rig.SeedAgent("Online");
        rig.SeedSource(isSmb: withShare);
        rig.SeedTarget(AzuriteServer.AccountName);
        return rig;
    }

    public void SeedSource(bool isSmb) => Server.Seed($"{Mover}/endpoints/share", Endpoint(isSmb
        ? new() { ["endpointType"] = "SmbMount", ["host"] = "nas", ["shareName"] = "orders" }
        : new() { ["endpointType"] = "NfsMount", ["host"] = "nas", ["export"] = "/orders" }));

    public void SeedTarget(string account) => Server.Seed($"{Mover}/endpoints/container", Endpoint(new JsonObject
    {
        ["endpointType"] = _share is null ? "AzureStorageBlobContainer" : "AzureStorageSmbFileShare",
        [_share is null ? "blobContainerName" : "fileShareName"] = ContainerName,
        ["storageAccountResourceId"] = $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/files/providers/Microsoft.Storage/storageAccounts/{account}",
    }));

    public void SeedAgent(string status) => Server.Seed($"{Mover}/agents/agent", new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["arcResourceId"] = $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/files/providers/Microsoft.HybridCompute/machines/agent",
            ["arcVmUuid"] = "00000000-0000-4000-8000-000000000009",
            ["agentStatus"] = status,
            ["provisioningState"] = "Succeeded",
        },
    });

    public DataComponent Component(string? subpath = "orders", string agent = "agent", string source = "share", string target = "container") => new()
    {
        Name = "uploads",
        Kind = "storageMover",
        Source = JsonSerializer.SerializeToElement(new { endpoint = source, path = Source }),
        Target = subpath is null
            ? JsonSerializer.SerializeToElement(new { endpoint = target, url = Url })
            : JsonSerializer.SerializeToElement(new { endpoint = target, subpath, url = Url }),
        Settings = new Dictionary<string, JsonElement>
        {
            ["mover"] = JsonSerializer.SerializeToElement(Mover),
            ["agent"] = JsonSerializer.SerializeToElement(agent),
        },
    };

    public void Write(string path, string content)
    {
        var full = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What the agent does once for each start.</summary>
    public async Task CopyAsync()
    {
        if (Starts == _copied || Job is not { } job)
            return;
        _copied = Starts;
        var folder = Server.Find(job)!["properties"]!["targetSubpath"]?.GetValue<string>();
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Source, file);
            var isTooLate = folder?.EndsWith("_rehearsal", StringComparison.Ordinal) == true && TooLateForRehearsals.Contains(path);
            if (!LeftOut.Contains(path) && !isTooLate)
                await PutAsync(folder, path, file);
        }
    }

    private async Task PutAsync(string? folder, string path, string file)
    {
        await using var content = File.OpenRead(file);
        if (_share is not null)
            await TestShares.PutAsync(Share.GetDirectoryClient(folder), path, content);
        else
            await Container.GetBlobClient(folder is null ? path : $"{folder}/{path}").UploadAsync(content, overwrite: true);
    }

    private string Url => _share?.ToString() ?? $"{_azurite.Endpoint}/{ContainerName}";

    private static JsonObject Endpoint(JsonObject properties)
    {
        properties["provisioningState"] = "Succeeded";
        return new() { ["properties"] = properties };
    }
}

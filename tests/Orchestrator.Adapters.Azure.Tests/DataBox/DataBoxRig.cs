using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.DataBox;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

/// <summary>A device that travels between a folder, which plays its share, and a blob service, which plays the account.</summary>
internal sealed class DataBoxRig
{
    private static readonly string[] Emails = ["kim@contoso.example"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("databox-");
    private readonly string _connection;

    public DataBoxRig(ArmServer server, string connection)
    {
        (Server, _connection) = (server, connection);
        Server.Seed(Group, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } });
        Restart();
    }

    public ArmServer Server { get; }

    public IBackupStore Store { get; private set; } = null!;

    public string ContainerName { get; } = $"c{Guid.NewGuid():n}";

    public string? OrderName { get; set; }

    public string Device => Path.Combine(_folder.FullName, "device");

    public string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/landing";

    public BlobContainerClient Container => new(_connection, ContainerName);

    public string? Order => Server.ResourceIds.LastOrDefault(id => id.Contains("/Microsoft.DataBox/jobs/", StringComparison.Ordinal));

    public string? Status => Server.Find(Order!)?["properties"]?["status"]?.GetValue<string>();

    public int Ordered => Server.OperationsStarted.Count(operation => operation.Name == "put" && operation.ResourceId.Contains("/jobs/", StringComparison.Ordinal));

    public BackupPlan Plan => new()
    {
        Kind = "dataBox",
        Settings = new Dictionary<string, JsonElement>
        {
            ["connection"] = Element(_connection),
            ["container"] = Element(ContainerName),
            ["storageAccountId"] = Element($"{Group}/providers/Microsoft.Storage/storageAccounts/account"),
            ["resourceGroupId"] = Element(Group),
            ["location"] = Element("westeurope"),
            ["contact"] = Element(new { name = "Kim", phone = "5550100", emails = Emails }),
            ["address"] = Element(new { street = "1 Main Street", city = "Springfield", postalCode = "12345", country = "NL" }),
            ["devicePath"] = Element(Device),
            ["parallelism"] = Element(4),
            ["memoryBytes"] = Element(1 << 20), // small blocks, so that large files have many
            ["orderName"] = Element(OrderName),
        }.Where(key => key.Value.ValueKind != JsonValueKind.Null).ToDictionary(),
    };

    /// <summary>A host that was started anew: nothing is left but the work folder.</summary>
    public void Restart()
    {
        var endpoint = new Uri(Server.Endpoint.GetLeftPart(UriPartial.Authority));
        var connector = new ArmConnector(new() { Endpoint = endpoint }, Server.Credential, new HttpClientTransport(new HttpClient(Server.CreateHandler())))
        {
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
        };
        Store = new DataBoxBackupStore(connector, new BlobConnector(), NullLogger<BlobBackupStore>.Instance, new HttpClient(Server.CreateHandler()));
    }

    /// <summary>The same step with a work folder of this test's own.</summary>
    public StepScope Own(StepScope scope) => new()
    {
        MigrationId = scope.MigrationId,
        Step = scope.Step,
        Plan = scope.Plan,
        WorkFolder = Path.Combine(_folder.FullName, "work"),
        Progress = scope.Progress,
        Secrets = scope.Secrets,
        Expander = scope.Expander,
    };

    /// <summary>Somebody connects the device and confirms it.</summary>
    public void Mount()
    {
        Directory.CreateDirectory(Device);
        File.WriteAllText(Path.Combine(Device, ".confirmed"), "");
    }

    /// <summary>What the world does while a step waits: the next thing in a device's life.</summary>
    public async Task GoOnAsync()
    {
        if (Order is null || Status is "Cancelled")
            return;
        if (Status == "Delivered" && !Directory.Exists(Device))
            Mount();
        else
            await AdvanceAsync();
    }

    /// <summary>The next stage of the order, with what happens to the device in it.</summary>
    public async Task AdvanceAsync()
    {
        if (Server.AdvanceShipping(Order!) == "DataCopy")
            await IngestAsync();
    }

    /// <summary>What Azure does with a device: each folder becomes a container, and each file a blob with its MD5.</summary>
    public async Task IngestAsync(Func<string, bool>? isLost = null)
    {
        var root = Path.Combine(Device, ContainerName);
        await Container.CreateIfNotExistsAsync();
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => isLost?.Invoke(file) != true))
        {
            var content = await File.ReadAllBytesAsync(file);
#pragma warning disable CA5351 // as the service does
            var headers = new BlobHttpHeaders { ContentHash = MD5.HashData(content) };
#pragma warning restore CA5351
            await Container.GetBlobClient(Path.GetRelativePath(root, file)).UploadAsync(new BinaryData(content), new BlobUploadOptions { HttpHeaders = headers });
        }

        Directory.Delete(Device, recursive: true);
    }

    public void RemoveFolder() => _folder.Delete(recursive: true);

    private static JsonElement Element(object? value) => JsonSerializer.SerializeToElement(value);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Azure.Tests.Blob;
using Orchestrator.Adapters.Azure.Tests.Template;
using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Adapters.Local.Workspace;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.ServerMigration;

/// <summary>
/// A server whose disk is a VHD, and a deallocated machine that takes its place, with everything that leads users to it:
/// the adapters of a host, told of the test server by its settings, and the runbook on a clock that jumps.
/// </summary>
internal sealed class ServerRig : IAsyncDisposable
{
    private const long DiskBytes = 64L << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("server-").FullName;
    private readonly string _group = $"orders-{Guid.NewGuid():N}";
    private readonly AzuriteServer _azurite;
    private readonly ZoneServer _resolver;
    private ServiceProvider? _host;

    private ServerRig(ArmServer server, AzuriteServer azurite, string token)
    {
        (Server, _azurite) = (server, azurite);
        Server.RunCommand = Guest.Run;
        Server.SeedMachine(Source, isRunning: true);
        Server.SeedMachine(Target, isRunning: false);
        Server.Seed(Name, new JsonObject { ["etag"] = Guid.NewGuid().ToString(), ["type"] = "Microsoft.Network/dnszones/A", ["properties"] = Leading() });
        _resolver = ZoneServer.Of(server, Name);
        SampleVhd.Create(Vhd, DiskBytes, [0, 2, 9, 15]);
        File.WriteAllText(Path.Combine(_folder, "token"), token);
        File.WriteAllText(TemplateFile, Templates.With(Templates.Address("front")));
        Drill = new(time => new((_host = Host(time)).GetServices<IAdapter>()), new WorkFolders(Path.Combine(_folder, "work")));
    }

    public ArmServer Server { get; }

    public ShellGuest Guest { get; } = new();

    public MigrationDrill Drill { get; }

    public string Source => $"{Group}/providers/Microsoft.Compute/virtualMachines/orders-old";

    public string Target => $"{Group}/providers/Microsoft.Compute/virtualMachines/orders-new";

    public string Disk => $"{Group}/providers/Microsoft.Compute/disks/orders-data";

    public string Vhd => Path.Combine(_folder, "orders.vhd");

    /// <summary>Where the name leads users.</summary>
    public string Users => Server.Find(Name)!["properties"]!["ARecords"]![0]!["ipv4Address"]!.GetValue<string>();

    /// <summary>The container that holds the contents of the disk exists as long as the disk.</summary>
    public bool HasContents => Server.DiskBlob(Disk).GetParentBlobContainerClient().Exists();

    private string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/{_group}";

    private string Name => $"{Group}/providers/Microsoft.Network/dnsZones/contoso.test/A/orders";

    private string TemplateFile => Path.Combine(_folder, "landing.json");

    public static async Task<ServerRig> StartAsync(AzuriteServer azurite)
    {
        var server = await ArmServer.StartAsync(new() { StorageConnectionString = azurite.ConnectionString });
        return new(server, azurite, (await server.Credential.GetTokenAsync(new TokenRequestContext(["x"]), default)).Token);
    }

    public MigrationPlan Plan() => new()
    {
        Version = 1,
        Name = "orders",
        Strategy = MigrationStrategy.Offline,
        Compute = new()
        {
            Source = Spec("azureVm", new { id = Source, shutdown = new { script = (string[])["true"] } }),
            Target = Spec("azureVm", new { id = Target, health = new { script = (string[])["true"] } }),
        },
        Infrastructure = Spec("armTemplate", new { subscription = Server.Options.SubscriptionId, resourceGroup = _group, template = TemplateFile }),
        Data =
        [
            new()
            {
                Name = "disk",
                Kind = "azureDisk",
                Source = JsonSerializer.SerializeToElement(new { vhd = Vhd }),
                Target = JsonSerializer.SerializeToElement(new { subscription = Server.Options.SubscriptionId, resourceGroup = _group, name = "orders-data", location = "westeurope", vm = Target }),
            },
        ],
        Backup = BlobPlan.Create(_azurite.ConnectionString, _group),
        Traffic = Spec("azureDns", new
        {
            subscription = Server.Options.SubscriptionId,
            resourceGroup = _group,
            zone = "contoso.test",
            name = "orders",
            type = "A",
            source = (string[])["192.0.2.1"],
            target = (string[])["198.51.100.7"],
            resolver = _resolver.Address,
        }),
        Fallback = new() { KeepFor = TimeSpan.FromDays(1) },
    };

    public async ValueTask DisposeAsync()
    {
        await _resolver.DisposeAsync();
        await _host!.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Host(TimeProvider time) => new ServiceCollection().AddLogging().AddSingleton(time).AddAzureAdapters(new()
    {
        ResourceManager = new() { Endpoint = Server.Endpoint, CaFile = Server.CertificateFile, TokenFile = Path.Combine(_folder, "token") },
        TemplateFolders = { _folder },
    }).BuildServiceProvider();

    private static JsonObject Leading() => new()
    {
        ["TTL"] = 3600,
        ["fqdn"] = "orders.contoso.test.",
        ["metadata"] = new JsonObject { ["owner"] = "orders" },
        ["ARecords"] = new JsonArray(new JsonObject { ["ipv4Address"] = "192.0.2.1" }),
        ["provisioningState"] = "Succeeded",
    };

    private static AdapterSpec Spec(string kind, object settings) => AzureTrafficRig.SpecOf(kind, settings);
}

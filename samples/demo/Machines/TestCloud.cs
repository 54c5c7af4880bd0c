using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Contracts.Servers;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Demo.Machines;

/// <summary>
/// What plays Azure: Resource Manager by its test server, the contents of disks and backups by Azurite, a machine that
/// waits for its disk, and a zone with the server's name, which leads to the source.
/// </summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private const int FormerTtlSeconds = 300;

    private readonly string _group;
    private AzureMachine _machine = null!;
    private ZoneServer _names = null!;

    private TestCloud(ArmServer server, AzuriteServer store) =>
        (Server, Store, _group) = (server, store, $"/subscriptions/{server.Options.SubscriptionId}/resourceGroups/archive");

    /// <summary>Resource Manager.</summary>
    public ArmServer Server { get; }

    /// <summary>The blob service.</summary>
    public AzuriteServer Store { get; }

    /// <summary>A file with a token that Resource Manager takes.</summary>
    public required string TokenFile { get; init; }

    /// <summary>Who answers for the zone.</summary>
    public string NameServer => _names.Address;

    /// <summary>The machine that takes the server's place.</summary>
    public string MachineId => $"{_group}/providers/Microsoft.Compute/virtualMachines/archive-new";

    /// <summary>The disk that the plan makes.</summary>
    public string DiskId => $"{_group}/providers/Microsoft.Compute/disks/archive-data";

    /// <summary>Whether the content of the disk is there.</summary>
    public bool HasContents => Server.DiskBlob(DiskId).GetParentBlobContainerClient().Exists();

    private string NameId => $"{_group}/providers/Microsoft.Network/dnsZones/contoso.example/A/archive";

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="source">Where the name leads.</param>
    /// <param name="target">Where the machine serves when it runs.</param>
    public static async Task<TestCloud> StartAsync(string folder, Uri source, Uri target)
    {
        var store = await AzuriteServer.StartAsync();
        var server = await ArmServer.StartAsync(new() { StorageConnectionString = store.ConnectionString });
        var cloud = new TestCloud(server, store) { TokenFile = Path.Combine(folder, "token") };
        try
        {
            await cloud.BeginAsync(folder, source, target);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>What stands in it, a line each, for people.</summary>
    public IEnumerable<string> Describe() => Server.ResourceIds.Where(id => id.StartsWith($"{_group}/providers/", StringComparison.OrdinalIgnoreCase)).Select(Describe);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_machine is not null)
            await _machine.DisposeAsync();
        if (_names is not null)
            await _names.DisposeAsync();
        await Server.DisposeAsync();
        await Store.DisposeAsync();
    }

    private async Task BeginAsync(string folder, Uri source, Uri target)
    {
        var token = await Server.Credential.GetTokenAsync(new TokenRequestContext(["demo"]), CancellationToken.None);
        await File.WriteAllTextAsync(TokenFile, token.Token);
        Server.SeedMachine(MachineId, isRunning: false);
        Server.Seed(NameId, Leading(source.Host));
        _names = ZoneServer.Of(Server, NameId);
        _machine = await AzureMachine.StartAsync(Server, MachineId, Path.Combine(folder, "archive-new"), target);
    }

    private string Describe(string id)
    {
        var properties = Server.Find(id)?["properties"];
        var state = id == MachineId ? Server.PowerOf(id)
            : id == NameId ? $"{string.Join(", ", properties!["ARecords"]!.AsArray().Select(record => record!["ipv4Address"]))}, TTL {properties["TTL"]} s"
            : (properties?["diskState"] ?? properties?["provisioningState"])?.GetValue<string>() ?? "";
        return $"{id[(_group.Length + "/providers/".Length)..],-76} {state}";
    }

    private static JsonObject Leading(string address) => new()
    {
        ["type"] = "Microsoft.Network/dnszones/A",
        ["etag"] = Guid.NewGuid().ToString(),
        ["properties"] = new JsonObject
        {
            ["TTL"] = FormerTtlSeconds,
            ["fqdn"] = "archive.contoso.example.",
            ["ARecords"] = new JsonArray(new JsonObject { ["ipv4Address"] = address }),
            ["provisioningState"] = "Succeeded",
        },
    };
}

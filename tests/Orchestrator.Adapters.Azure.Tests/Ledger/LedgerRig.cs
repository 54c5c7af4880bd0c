using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

/// <summary>A container of its own, seen through ledgers and past them.</summary>
internal sealed class LedgerRig(AzuriteServer server)
{
    public string ContainerName { get; } = $"c{Guid.NewGuid():n}";

    public BlobContainerClient Container => new(server.ConnectionString, ContainerName);

    public static LedgerEntry Entry(string id) =>
        new("m", id, "step", new(2026, 12, 5, 22, 0, 0, TimeSpan.Zero), "alice", "text") { DataJson = """{"a":"ü\n"}""" };

    public static void NoRetries(BlobClientOptions options) => options.Retry.MaxRetries = 0;

    public LedgerBlobs Blobs(Action<BlobClientOptions>? configure = null, int? port = null) =>
        LedgerBlobs.Connect(new BlobConnector(configure), server.ConnectionStringAt(port ?? server.Port), ContainerName);

    public BlobLedger Ledger(Action<BlobClientOptions>? configure = null, int? port = null, int entriesPerBlob = 50_000) =>
        new(Blobs(configure, port), NullLogger<BlobLedger>.Instance, entriesPerBlob);

    public async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var item in Container.GetBlobsAsync())
            names.Add(item.Name);
        return names;
    }

    public async Task<string> ReadAsync(string name) => (await Container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString();

    /// <summary>Replaces the lines of a trail, as somebody with the account's key can.</summary>
    public async Task RewriteAsync(string name, Func<IReadOnlyList<string>, IEnumerable<string>> change)
    {
        var lines = change((await ReadAsync(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var blob = Container.GetAppendBlobClient(name);
        await blob.CreateAsync();
        foreach (var line in lines)
            await blob.AppendBlockAsync(BinaryData.FromString(line + '\n').ToStream());
    }
}

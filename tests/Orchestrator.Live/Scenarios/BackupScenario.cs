using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Plans;

namespace Orchestrator.Live;

/// <summary><c>blob</c>: a backup is stored in the cool tier, brought back byte by byte, and removed.</summary>
internal sealed class BackupScenario : ILiveScenario
{
    private const string Backup = "live/files";

    /// <inheritdoc/>
    public string Name => "blob";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var account = site.Name("orchlive");
        await site.MakeAsync(site.Id("Microsoft.Storage/storageAccounts", account), "2023-01-01", new
        {
            location = site.Options.Location,
            tags = site.Tags,
            kind = "StorageV2",
            sku = new { name = "Standard_LRS" },
            properties = new { allowBlobPublicAccess = false, minimumTlsVersion = "TLS1_2", supportsHttpsTrafficOnly = true },
        }, cancellation);
        var (connector, settings) = (new BlobConnector(), new BlobBackupSettings { Connection = site.Azure.Account(account), Container = site.Name("backups-") });
        var plan = new BackupPlan { Kind = "blob", Settings = LiveSite.Keys(new { connection = settings.Connection, container = settings.Container, tier = "cool" }) };
        var (from, to) = (Directory.CreateDirectory(Path.Combine(site.Folder, "from")).FullName, Directory.CreateDirectory(Path.Combine(site.Folder, "to")).FullName);
        await File.WriteAllTextAsync(Path.Combine(from, "orders.txt"), string.Join('\n', Enumerable.Range(0, 10_000)), cancellation);

        var store = new BlobBackupStore(connector, NullLogger<BlobBackupStore>.Instance);
        var stored = await site.PatientlyAsync(() => store.PutAsync(plan, Backup, from, site.Scope("backup"), cancellation), cancellation);
        var tiers = new List<AccessTier?>();
        await foreach (var blob in connector.Connect(settings.Connection, settings).GetBlobsAsync(cancellationToken: cancellation))
        {
            if (!blob.Name.EndsWith(BlobNames.Manifest, StringComparison.Ordinal))
                tiers.Add(blob.Properties.AccessTier);
        }

        LiveSite.Expect(tiers.Count > 0 && tiers.TrueForAll(tier => tier == AccessTier.Cool), $"the tier Cool, and not {string.Join(", ", tiers)}");
        await site.PatientlyAsync(() => store.GetAsync(plan, Backup, to, site.Scope("restore"), cancellation), cancellation);
        var (sent, back) = (await File.ReadAllBytesAsync(Path.Combine(from, "orders.txt"), cancellation), await File.ReadAllBytesAsync(Path.Combine(to, "orders.txt"), cancellation));
        LiveSite.Expect(sent.AsSpan().SequenceEqual(back), "the file as it was sent");
        await site.PatientlyAsync(() => store.RemoveAsync(plan, Backup, site.Scope("removeBackup"), cancellation), cancellation);
        LiveSite.Expect(await site.PatientlyAsync(() => store.FindAsync(plan, Backup, site.Scope("look"), cancellation), cancellation) is null, "no backup after its removal");
        return $"{stored.SizeBytes} bytes stored in the tier Cool, brought back and removed";
    }
}

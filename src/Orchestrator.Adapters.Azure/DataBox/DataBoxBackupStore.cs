using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>
/// Sends backups to a storage account on a device that travels. Once they have arrived they are as those of the kind
/// <c>blob</c>, whose store brings them back, finds and removes them.
/// </summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="blobs">Opens containers.</param>
/// <param name="logger">Takes logs.</param>
/// <param name="logClient">Fetches copy logs; the network's own when it is not given.</param>
internal sealed class DataBoxBackupStore(ArmConnector connector, BlobConnector blobs, ILogger<BlobBackupStore> logger, HttpClient? logClient = null) : IBackupStore
{
    // Copy logs are small, and without one the comparison still tells what is missing.
    private static readonly HttpClient Network = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly BlobBackupStore _arrived = new(blobs, logger);

    /// <inheritdoc/>
    public string Kind => "dataBox";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(DataBoxSettings));

    /// <inheritdoc/>
    public async Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation)
    {
        BlobNames.Check(name);
        var shipment = await OpenAsync(plan, name, scope, cancellation);
        return await BlobErrors.ExplainAsync(shipment.Location, async () =>
        {
            var files = await shipment.ListAsync(folder, cancellation);
            var manifest = shipment.ManifestOf(files);
            if (await _arrived.FindAsync(Arrived(plan), name, scope, cancellation) is { } stored && stored.ManifestSha256 == BackupManifest.HashOf(manifest.ToBytes()))
                return stored;
            await shipment.SendAsync(folder, files, manifest, cancellation);
            return await _arrived.FindAsync(Arrived(plan), name, scope, cancellation) ?? throw new AdapterException(
                "the store does not show the backup that was just completed", shipment.Location, "The step is tried again", isTransient: true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        _arrived.GetAsync(Arrived(plan), name, folder, scope, cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        _arrived.FindAsync(Arrived(plan), name, scope, cancellation);

    /// <inheritdoc/>
    public async Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation)
    {
        BlobNames.Check(name);
        await (await OpenAsync(plan, name, scope, cancellation)).CancelAsync(cancellation);
        await _arrived.RemoveAsync(Arrived(plan), name, scope, cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> RemoveExpiredAsync(BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation) =>
        _arrived.RemoveExpiredAsync(Arrived(plan), now, scope, cancellation);

    private async Task<Shipment> OpenAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation)
    {
        var settings = plan.ReadSettings<DataBoxSettings>();
        var connection = await scope.ExpandAsync(settings.Connection, cancellation);
        var container = blobs.Connect(connection, new() { Connection = connection, Container = settings.Container });
        return new(connector.For(scope), settings, container, name) { LogClient = logClient ?? Network };
    }

    private static BackupPlan Arrived(BackupPlan plan) => new()
    {
        Kind = "blob",
        Retain = plan.Retain,
        Settings = plan.Settings.Where(key => key.Key is "connection" or "container" or "parallelism" or "memoryBytes").ToDictionary(),
    };
}

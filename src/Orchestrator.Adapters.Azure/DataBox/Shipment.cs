using System.Xml;
using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>
/// One backup on its way: ordered, copied to the device, shipped, copied by Azure, compared. Each run goes as far as it can
/// and says what is waited for.
/// </summary>
/// <param name="arm">The step.</param>
/// <param name="settings">The plan's keys.</param>
/// <param name="container">Where it arrives.</param>
/// <param name="name">The backup's name.</param>
internal sealed class Shipment(ArmSession arm, DataBoxSettings settings, BlobContainerClient container, string name)
{
    private static readonly TimeSpan CarrierWait = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan PersonWait = TimeSpan.FromMinutes(5);

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "dataBox"));
    private readonly BackupBlobs _blobs = new(container, name);

    /// <summary>Where it arrives.</summary>
    public string Location => _blobs.Location;

    /// <summary>Fetches copy logs.</summary>
    public required HttpClient LogClient { get; init; }

    private string FileName => name.Replace('/', '.');

    private string DeviceFolder => Path.Combine(settings.DevicePath, settings.Container, name);

    private Consignment? Noted => _files.Read<Consignment>($"{FileName}.order.json");

    /// <summary>Lists and hashes the files; hashes of an earlier run are kept while size and time of a file are the same.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The files, ordered by path.</returns>
    public async Task<IReadOnlyList<DeviceFile>> ListAsync(string folder, CancellationToken cancellation)
    {
        var known = (_files.Read<DeviceList>($"{FileName}.files.json")?.Files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var files = new List<DeviceFile>();
        foreach (var file in LocalFolder.Scan(folder))
            files.Add(await DeviceCopy.HashAsync(file, known.GetValueOrDefault(file.Path), cancellation));
        if (!files.SequenceEqual(known.Values))
            _files.Write($"{FileName}.files.json", new DeviceList(files));
        return files;
    }

    /// <summary>The manifest of the backup.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The manifest.</returns>
    public BackupManifest ManifestOf(IReadOnlyList<DeviceFile> files) => new(BackupManifest.CurrentFormat, name, [.. files.Select(file =>
        new ManifestFile(file.Path, file.SizeBytes, file.Sha256, file.SizeBytes == 0 ? null : DeviceNames.Of(file.Path), 0))]);

    /// <summary>Sends it, as far as it goes now.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">What is in it.</param>
    /// <param name="manifest">The manifest that completes it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it has arrived and is right.</returns>
    /// <exception cref="OperationPendingException">It is on its way, or somebody has to do something.</exception>
    public async Task SendAsync(string folder, IReadOnlyList<DeviceFile> files, BackupManifest manifest, CancellationToken cancellation)
    {
        if (manifest.TotalBytes() == 0)
        {
            await CompleteAsync(files, manifest, cancellation); // there is nothing to send
            return;
        }

        var sha256 = BackupManifest.HashOf(manifest.ToBytes());
        var (order, state) = await LookAsync(sha256, cancellation);
        if (state.IsOff)
            throw Failed(order, $"it came to nothing: {state.Status}{state.Why}", "Look at the order, then start the migration again, or give the name of another order in 'orderName'");
        if (state.IsHere && Noted!.CopiedSha256 != sha256)
            await CopyAsync(order, state, folder, files, cancellation);
        if (!state.IsBefore && Noted!.CopiedSha256 is null)
            throw Failed(order, $"the device was sent back before everything was on it: {state.InWords(order)}", "Order again: cancel, and start the migration again");
        if (!state.IsBefore && Noted!.CopiedSha256 != sha256)
            throw Failed(order, "the backup has changed since the device was sent back", "Wait until Azure has copied it, then retry the step, which orders another");
        if (state.IsHere)
            throw Waits($"everything is on the device of {order}, with the right hashes. Now choose 'Prepare to ship' in the device's own page, unmount {settings.DevicePath}, and give it to the carrier with the label that the device shows", CarrierWait);
        if (!state.IsCopied)
            throw Waits(state.InWords(order), CarrierWait);
        await CompareAsync(order, state, files, cancellation);
        await CompleteAsync(files, manifest, cancellation);
    }

    /// <summary>Cancels the order while that can be done. A device that is here already is kept for another try, without what was copied.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of the backup is on its way.</returns>
    /// <exception cref="AdapterException">It is.</exception>
    public async Task CancelAsync(CancellationToken cancellation)
    {
        if (Noted is not { } noted)
            return;
        var order = new DataBoxOrder(arm, settings, noted.Order);
        var state = noted.IsOwn ? await order.CancelAsync(cancellation) : await order.FindAsync(cancellation);
        var isHere = state is { IsOver: false, IsHere: true };
        if (noted.CopiedSha256 is not null && state is { IsOver: false } && !(isHere && Directory.Exists(settings.DevicePath)))
            throw Failed(noted.Order, $"what is on the device would arrive later: {state.InWords(noted.Order)}", "Mount the device again if it is still here; else wait until Azure has copied it, and try again");
        if (Directory.Exists(DeviceFolder))
            Directory.Delete(DeviceFolder, recursive: true);
        if (isHere)
            Note(noted with { CopiedSha256 = null });
        else
            _files.Remove($"{FileName}.order.json");
    }

    // The order is named by the content that it was placed for, and serves for other content until it is over.
    private async Task<(string Order, ShippingState State)> LookAsync(string sha256, CancellationToken cancellation)
    {
        var noted = Noted ?? Begin(sha256);
        var state = await LookAsync(noted, cancellation);
        if (!state.IsCopied || noted.CopiedSha256 is null || noted.CopiedSha256 == sha256)
            return (noted.Order, state);
        noted = Begin(sha256);
        return (noted.Order, await LookAsync(noted, cancellation));
    }

    private Consignment Begin(string sha256)
    {
        var begun = new Consignment(settings.OrderName ?? DeviceNames.OfOrder(name, sha256), IsOwn: settings.OrderName is null);
        Note(begun);
        return begun;
    }

    private async Task<ShippingState> LookAsync(Consignment noted, CancellationToken cancellation)
    {
        var box = new DataBoxOrder(arm, settings, noted.Order);
        if (!noted.IsOwn || noted.PlacedAt is not null)
            return await box.FindAsync(cancellation) ?? throw box.Gone();
        var placed = await box.PlaceAsync(cancellation);
        Note(noted with { PlacedAt = arm.Connector.Time.GetUtcNow() });
        return placed;
    }

    private async Task CopyAsync(string order, ShippingState state, string folder, IReadOnlyList<DeviceFile> files, CancellationToken cancellation)
    {
        if (!Directory.Exists(settings.DevicePath))
            throw Waits(state.Status == "Delivered"
                ? $"the device of {order} was delivered: connect it, and mount its share for block blobs at {settings.DevicePath}; its password: az databox job list-credentials --name {order} --resource-group {ResourceIds.Parse(new DataBoxOrder(arm, settings, order).Id).Group}"
                : state.InWords(order), state.Status == "Delivered" ? PersonWait : CarrierWait);
        Confirm(order);
        Note(Noted! with { CopiedSha256 = null });
        if (await _blobs.ReadManifestAsync(cancellation) is { } former)
            await _blobs.WithdrawAsync(former, cancellation); // its blobs are about to be replaced
        var meter = new ProgressMeter(arm.Scope.Progress, files.Sum(file => file.SizeBytes));
        await new DeviceCopy(DeviceFolder, meter).RunAsync(folder, files, cancellation);
        Note(Noted! with { CopiedSha256 = BackupManifest.HashOf(ManifestOf(files).ToBytes()) });
    }

    // The file would become a blob, so it is taken away once it was seen.
    private void Confirm(string order)
    {
        var file = Path.Combine(settings.DevicePath, ".confirmed");
        if (Noted!.ConfirmedAt is null && settings.RequireConfirmation && !File.Exists(file))
            throw Waits($"the device of {order}: confirm that it is mounted at {settings.DevicePath}: touch {file}", PersonWait);
        Note(Noted! with { ConfirmedAt = Noted!.ConfirmedAt ?? arm.Connector.Time.GetUtcNow() });
        File.Delete(file);
    }

    private async Task CompareAsync(string order, ShippingState state, IReadOnlyList<DeviceFile> files, CancellationToken cancellation)
    {
        var differences = await new Arrival(container, name).CompareAsync(files, cancellation);
        if (differences.Count == 0)
            return;
        var log = await ReadLogAsync(state, cancellation);
        var said = log.ErroredCount == 0 ? "" : $"; the copy log tells of {log.ErroredCount}: {string.Join("; ", log.Errors)}";
        throw Failed(order, $"not everything has arrived as it was sent ({state.Status}): {string.Join(", ", differences)}{said}", $"Upload what is missing below {Location}/files, then retry the step; or order again");
    }

    private async Task CompleteAsync(IReadOnlyList<DeviceFile> files, BackupManifest manifest, CancellationToken cancellation)
    {
        if (await _blobs.ReadManifestAsync(cancellation) is { } former)
            await _blobs.WithdrawAsync(former, cancellation);
        var sent = files.Select(file => DeviceNames.Of(file.Path)).ToHashSet(StringComparer.Ordinal);
        var arrived = await _blobs.ListAsync(cancellation) ?? await _blobs.CreateContainerAsync(cancellation);
        await _blobs.DeleteAsync(arrived.Keys.Where(blob => !sent.Contains(blob)), cancellation);
        await _blobs.WriteManifestAsync(manifest.ToBytes(), cancellation);
    }

    private async Task<CopyLog> ReadLogAsync(ShippingState state, CancellationToken cancellation)
    {
        var logs = new List<CopyLog>();
        foreach (var link in state.CopyLogs)
        {
            try
            {
                logs.Add(CopyLog.Parse(await LogClient.GetStringAsync(link, cancellation)));
            }
            catch (Exception error) when (error is HttpRequestException or XmlException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                logs.Add(CopyLog.None); // its link expires; the comparison has told what is missing
            }
        }

        return new(logs.Sum(log => log.ErroredCount), [.. logs.SelectMany(log => log.Errors)]);
    }

    private void Note(Consignment consignment) => _files.Write($"{FileName}.order.json", consignment);

    private static AdapterException Failed(string order, string problem, string remedy) => new(problem, $"Data Box order {order}", remedy, isTransient: false);

    private OperationPendingException Waits(string what, TimeSpan wait) => new($"Data Box, backup {name}: {what}", wait);
}

using System.Text.Json;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Live;

/// <summary><c>azureDisk</c>: a VHD of 64 MiB with holes becomes a managed disk, is compared page by page, and goes again.</summary>
internal sealed class DiskScenario : ILiveScenario
{
    private const long Bytes = 64L << 20;
    private static readonly int[] Pages = [0, 3, 4, 11];

    /// <inheritdoc/>
    public string Name => "azureDisk";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var (vhd, backup) = (Path.Combine(site.Folder, "disk.vhd"), Directory.CreateDirectory(Path.Combine(site.Folder, "disk")).FullName);
        SampleVhd.Create(vhd, Bytes, Pages);
        // The kind gives a disk the tags of its migration, which has the run in its name, and takes no others.
        var component = new DataComponent
        {
            Name = "disk",
            Kind = "azureDisk",
            Source = JsonSerializer.SerializeToElement(new { vhd }),
            Target = JsonSerializer.SerializeToElement(new { subscription = site.Options.Subscription, resourceGroup = site.Group, name = "live-disk", location = site.Options.Location }),
        };
        var adapter = new AzureDiskAdapter(site.Azure.Arm, new DiskContent());
        Task<T> DoAsync<T>(string step, Func<StepScope, Task<T>> work) => site.PatientlyAsync(() => work(site.Scope(step, component)), cancellation);

        var read = await DoAsync("backup", scope => adapter.BackUpAsync(component, backup, scope, cancellation));
        await site.PatientlyAsync(() => adapter.PrepareTargetAsync(component, site.Scope("provision", component), cancellation), cancellation);
        await DoAsync("restore", scope => adapter.RestoreAsync(component, backup, scope, cancellation));
        var comparison = await DoAsync("validate", scope => adapter.CompareAsync(component, backup, scope, cancellation));
        LiveSite.Expect(comparison.IsEqual, "a disk that is page by page as the file");

        var disk = site.Id("Microsoft.Compute/disks", "live-disk");
        LiveSite.Expect(await site.FindAsync(disk, "2023-04-02", cancellation) is not null, $"the disk {disk}");
        await site.PatientlyAsync(() => adapter.RemoveTargetAsync(component, site.Scope("removeTarget", component), cancellation), cancellation);
        LiveSite.Expect(await site.FindAsync(disk, "2023-04-02", cancellation) is null, $"nothing at {disk} after the undo");
        return $"{read.SizeBytes} bytes uploaded, compared and removed";
    }
}

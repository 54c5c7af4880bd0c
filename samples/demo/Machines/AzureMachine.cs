using System.Globalization;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs.Models;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Demo.Machines;

/// <summary>
/// What is inside of a virtual machine of the test server: it answers while its machine runs, from the data disk that is
/// attached to it, and a real shell runs the scripts that Run Command brings.
/// </summary>
internal sealed class AzureMachine : IAsyncDisposable
{
    private const int Lun = 0;

    private readonly ArmServer _server;
    private readonly string _id;
    private readonly string _folder;
    private readonly ShellGuest _shell;
    private readonly WebApplication _app;

    private AzureMachine(ArmServer server, string id, string folder, Uri url)
    {
        (_server, _id, _folder, _shell) = (server, id, folder, new(folder));
        _app = DiskMachine.Build("target", url, () => server.PowerOf(id) == "running", ReadAsync);
    }

    /// <summary>Starts to play a machine that exists.</summary>
    /// <param name="server">The test server.</param>
    /// <param name="id">The machine.</param>
    /// <param name="folder">What its scripts see of it.</param>
    /// <param name="url">Where it serves.</param>
    public static async Task<AzureMachine> StartAsync(ArmServer server, string id, string folder, Uri url)
    {
        var machine = new AzureMachine(server, id, Directory.CreateDirectory(folder).FullName, url);
        server.RunCommand = machine.Run;
        await machine._app.StartAsync();
        return machine;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private RunCommandOutput Run(RunCommandCall call)
    {
        // As Azure's udev rules name data disks.
        var devices = Path.Combine(_folder, "dev", "disk", "azure", "scsi1");
        if (Directory.Exists(devices))
            Directory.Delete(devices, recursive: true);
        Directory.CreateDirectory(devices);
        foreach (var disk in Disks())
            File.WriteAllText(Path.Combine(devices, string.Create(CultureInfo.InvariantCulture, $"lun{disk["lun"]}")), IdOf(disk));
        return _shell.Run(call);
    }

    private async Task<byte[]> ReadAsync(long offset, CancellationToken cancellation)
    {
        var disk = IdOf(Disks().Single(disk => disk["lun"]!.GetValue<int>() == Lun));
        var options = new BlobDownloadOptions { Range = new HttpRange(offset, DiskMachine.BlockBytes) };
        return (await _server.DiskBlob(disk).DownloadContentAsync(options, cancellation)).Value.Content.ToArray();
    }

    private IEnumerable<JsonNode> Disks() => _server.Find(_id)!["properties"]!["storageProfile"]!["dataDisks"]!.AsArray().OfType<JsonNode>();

    private static string IdOf(JsonNode disk) => disk["managedDisk"]!["id"]!.GetValue<string>();
}

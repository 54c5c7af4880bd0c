using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>
/// The blob store beside rclone, each storing the same folder on an Azurite of its own, in turns. Options: <c>--size-mib N</c>
/// of the large file, <c>--files N</c>, <c>--rounds N</c>, <c>--memory-mib N</c>, <c>--parallelism N</c>, <c>--json</c>.
/// </summary>
internal static class TransferBenchmark
{
    private const string SendVerb = "--send";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = TransferOptions.Parse(args);
        if (args is [SendVerb, var folder, ..])
            return await TransferSender.RunAsync(folder, options);
        if (!await HasRcloneAsync())
        {
            Console.Error.WriteLine("rclone is missing, which the blob store is measured beside: apt-get install rclone");
            return 2;
        }

        TransferResult[] results =
        [
            await MeasureAsync($"one file of {options.LargeFileBytes >> 20:N0} MiB", 1, options.LargeFileBytes, options),
            await MeasureAsync($"{options.SmallFiles:N0} files of {options.SmallFileBytes >> 10} KiB", options.SmallFiles, options.SmallFileBytes, options),
        ];
        Console.WriteLine(options.IsJson ? DurableJson.Write(results) : string.Join('\n', results.Select(result => result.ToText())));
        return 0;
    }

    private static async Task<TransferResult> MeasureAsync(string name, int files, long fileBytes, TransferOptions options)
    {
        using var load = new TransferLoad(files, fileBytes);
        var floor = load.MeasureFloorSeconds();
        List<TransferRun> ours = [], rclone = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            ours.Add(await OnAzuriteAsync(server => Ours(server, load.Folder, options)));
            rclone.Add(await OnAzuriteAsync(server => Rclone(server, load.Folder)));
        }

        return new TransferResult(name, load.SizeBytes, load.Files, floor, ours, rclone);
    }

    // A new server for each: what the one before has left on it would be a handicap.
    private static async Task<TransferRun> OnAzuriteAsync(Func<AzuriteServer, ProcessStartInfo> sender)
    {
        await using var server = await AzuriteServer.StartAsync();
        return await TransferProcess.MeasureAsync(sender(server));
    }

    private static ProcessStartInfo Ours(AzuriteServer server, string folder, TransferOptions options) => new(Environment.ProcessPath!,
    [
        .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(TransferBenchmark).Assembly.Location } : [],
        "transfer", SendVerb, folder,
        "--memory-mib", (options.MemoryBytes >> 20).ToString(CultureInfo.InvariantCulture),
        "--parallelism", options.Parallelism.ToString(CultureInfo.InvariantCulture),
    ])
    {
        Environment = { [TransferSender.ConnectionVariable] = server.ConnectionString },
    };

    // This rclone takes no endpoint with a port, only a signed URL; in the environment, so that it stands in no command line.
    private static ProcessStartInfo Rclone(AzuriteServer server, string folder)
    {
        var container = new BlobContainerClient(server.ConnectionString, "bench");
        container.Create();
        return new ProcessStartInfo("rclone", ["copy", folder, ":azureblob:bench", "--config", "/dev/null"])
        {
            Environment =
            {
                ["RCLONE_AZUREBLOB_SAS_URL"] =
                    container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri,
            },
        };
    }

    private static async Task<bool> HasRcloneAsync()
    {
        try
        {
            await TransferProcess.MeasureAsync(new ProcessStartInfo("rclone", ["version"]));
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Orchestrator.Benchmarks.Transfer;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Benchmarks.Disk;

/// <summary>
/// The upload of a VHD into a disk, beside rclone's of the same file into a block blob (it writes no page blobs), each on an
/// Azurite of its own, in turns; then a sparse disk of 64 GiB for its memory. Options: <c>--size-mib N</c>, <c>--sparse-gib N</c>,
/// <c>--rounds N</c>, <c>--parallelism N</c>, <c>--json</c>.
/// </summary>
internal static class DiskBenchmark
{
    private const string SendVerb = "--send";
    private const string Group = "bench";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [SendVerb, var job])
            return await DiskSender.RunAsync(job);
        var options = DiskOptions.Parse(args);
        using var folder = new ScratchDisk();
        var hasRclone = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(each => File.Exists(Path.Combine(each, "rclone")));
        var dense = await MeasureAsync(folder, options, options.SizeBytes, hasRclone);
        folder.Clear();
        var sparse = await MeasureAsync(folder, options with { Rounds = 1 }, options.SparseBytes, hasRclone: false);
        Console.WriteLine(options.IsJson ? DurableJson.Write(new[] { dense, sparse }) : $"{dense.ToText()}\n{sparse.ToText()}");
        return sparse.PeakMegabytes < DiskResult.MemoryBoundMegabytes ? 0 : 1;
    }

    private static async Task<DiskResult> MeasureAsync(ScratchDisk folder, DiskOptions options, long diskBytes, bool hasRclone)
    {
        var pages = (int)(diskBytes / SampleVhd.PageBytes);
        var filled = Math.Min(pages, (int)(options.SizeBytes / SampleVhd.PageBytes));
        SampleVhd.Create(folder.Vhd, diskBytes, Enumerable.Range(0, filled).Select(number => (int)((long)number * pages / filled)), contentBytes: SampleVhd.PageBytes);
        List<TransferRun> ours = [], rclone = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            ours.Add(await OursAsync(folder, options, round));
            if (hasRclone)
                rclone.Add(await RcloneAsync(folder.Vhd));
        }

        return new(diskBytes, (long)filled * SampleVhd.PageBytes, ours, rclone);
    }

    private static async Task<TransferRun> OursAsync(ScratchDisk folder, DiskOptions options, int round)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var arm = await ArmServer.StartAsync(new() { StorageConnectionString = azurite.ConnectionString, PollsUntilDone = 1 });
        arm.Seed($"/subscriptions/{arm.Options.SubscriptionId}/resourceGroups/{Group}", new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } });
        var token = await arm.Credential.GetTokenAsync(new TokenRequestContext(["bench"]), default);
        await File.WriteAllTextAsync(folder.Token, token.Token);
        var job = new DiskSend(arm.Endpoint, arm.CertificateFile, folder.Token, Component(arm, folder, options), folder.Fresh($"work-{round}"));
        await File.WriteAllTextAsync(folder.Job, DurableJson.Write(job));
        var program = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(DiskBenchmark).Assembly.Location } : [];
        return await TransferProcess.MeasureAsync(new ProcessStartInfo(Environment.ProcessPath!, [.. program, "disk", SendVerb, folder.Job]));
    }

    private static DataComponent Component(ArmServer arm, ScratchDisk folder, DiskOptions options) => new()
    {
        Name = "bench",
        Kind = "azureDisk",
        Source = JsonSerializer.SerializeToElement(new { vhd = folder.Vhd }),
        Target = JsonSerializer.SerializeToElement(new { subscription = arm.Options.SubscriptionId, resourceGroup = Group, name = "bench", location = "westeurope" }),
        Settings = new Dictionary<string, JsonElement> { ["parallelism"] = JsonSerializer.SerializeToElement(options.Parallelism) },
    };

    private static async Task<TransferRun> RcloneAsync(string vhd)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var container = new BlobContainerClient(azurite.ConnectionString, "bench");
        await container.CreateAsync();
        return await TransferProcess.MeasureAsync(new ProcessStartInfo("rclone", ["copy", vhd, ":azureblob:bench", "--config", "/dev/null"])
        {
            // In the environment, so that it stands in no command line.
            Environment = { ["RCLONE_AZUREBLOB_SAS_URL"] = container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri },
        });
    }
}

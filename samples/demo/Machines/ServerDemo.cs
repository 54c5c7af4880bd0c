using System.Globalization;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo.Machines;

/// <summary>
/// A server moves offline: its disk by upload, the machine in Azure in its place, users by their name. Then the same
/// migration fails in <c>check</c>, when all of that is there, and puts everything back. The demo proves both by itself.
/// </summary>
internal static class ServerDemo
{
    private const long DiskBytes = 4L << 30;
    private const long SmallestDiskBytes = 64L << 20;
    private const int Documents = 256;
    private const double RollbackScale = 0.25;
    private static readonly TimeSpan UsersGoOn = TimeSpan.FromSeconds(2);

    /// <summary>Runs both migrations.</summary>
    /// <param name="scale">How much data: 1 for a disk of 4 GiB with 256 documents.</param>
    /// <returns>The exit code: 0 when both ended as they should and every proof holds.</returns>
    public static async Task<int> RunAsync(double scale)
    {
        DemoStage.Title("1. A server moves to Azure");
        var moved = await MigrateAsync(scale, MigrationState.CutOver);
        DemoStage.Title("2. The same migration fails in 'check' and everything is put back");
        var putBack = await MigrateAsync(scale * RollbackScale, MigrationState.RolledBack, "--fail-step", "check");
        Console.WriteLine(moved && putBack ? "\nBoth migrations ended as they should, and every proof holds." : "\nSomething is not as it should be; see above.");
        return moved && putBack ? 0 : 1;
    }

    private static async Task<bool> MigrateAsync(double scale, MigrationState expected, params string[] serverArguments)
    {
        var diskBytes = Math.Max(SmallestDiskBytes, (long)(DiskBytes * scale) / SampleVhd.PageBytes * SampleVhd.PageBytes);
        await using var site = await ServerSite.StartAsync(diskBytes, (int)Math.Ceiling(Documents * scale), serverArguments);
        var before = site.Cloud.Server.Inventory();
        var stage = new DemoStage(site.Server, site.PlanPath);
        await using var users = BlockReaders.Start(site.Users, site.Cloud.NameServer, site.Vhd);
        DemoStage.Say($"Users read blocks of the disk at {site.Users.Host} and compare every answer");
        var id = await stage.MigrateAsync("the disk is equal and the machine serves it", whyStarted: "this is what Azure is to make");
        await Task.Delay(UsersGoOn);
        await users.StopAsync();

        var report = await stage.ReportAsync(id);
        report.PrintSteps();
        DemoReport.PrintLine("downtime", $"{report.Downtime} measured by the runbook; at most {DemoReport.Length(users.LongestGap)} without a right answer measured by the users");
        DemoReport.PrintLine("users", $"{users.Right:N0} blocks read from where the name led, {users.Wrong} of them wrong; {users.Failed} requests got no answer and were repeated; the last answer came from the {users.LastMachine}");
        var isProven = expected == MigrationState.CutOver ? await ProveMovedAsync(site) : ProveNothingIsLeft(site, before);
        report.PrintError();
        return isProven && report.State == expected && users is { Right: > 0, Wrong: 0 } && users.LastMachine == (expected == MigrationState.CutOver ? "target" : "source");
    }

    // The demo reads back what the store has; nothing of the product is asked.
    private static async Task<bool> ProveMovedAsync(ServerSite site)
    {
        var proof = await DiskProof.ReadAsync(site.Cloud.Server.DiskBlob(site.Cloud.DiskId), site.Vhd, Path.Combine(site.Folder, "copy.vhd"));
        var verdict = proof.Difference is { } offset ? $"the page at byte {offset} DIFFERS" : "every byte is equal";
        DemoReport.PrintLine("sent", string.Create(CultureInfo.InvariantCulture, $"{proof.StoredBytes:N0} of {proof.Bytes:N0} bytes; the rest is empty"));
        DemoReport.PrintLine("proof", $"read back from the store by the demo: {verdict}, SHA-256 of the pages with content {proof.Sha256[..16]}…");
        if (proof.FileSystem is { } fileSystem)
            DemoReport.PrintLine("", $"e2fsck of what was read back: {fileSystem}");
        PrintCloud(site);
        return proof.Difference is null && proof.StoredBytes < proof.Bytes;
    }

    private static bool ProveNothingIsLeft(ServerSite site, IReadOnlyList<string> before)
    {
        var changed = site.Cloud.Server.Inventory().Except(before).Concat(before.Except(site.Cloud.Server.Inventory())).ToList();
        var isClean = changed.Count == 0 && !site.Cloud.HasContents;
        DemoReport.PrintLine("proof", isClean ? "Azure is as it was before, resource by resource, and the content of the disk is gone" : "Azure is NOT as it was before:");
        changed.ForEach(line => DemoReport.PrintLine("", line));
        PrintCloud(site);
        return isClean;
    }

    private static void PrintCloud(ServerSite site)
    {
        var heading = "in Azure";
        foreach (var line in site.Cloud.Describe())
        {
            DemoReport.PrintLine(heading, line);
            heading = "";
        }
    }
}

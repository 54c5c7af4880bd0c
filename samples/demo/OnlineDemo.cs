using System.Text.Json;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>
/// The orders workload moves while 200 orders a second are written, and, if wanted, moves back after half a minute on the
/// target. Every figure is measured, most by the clients, who remember every acknowledged write and when it was.
/// </summary>
internal static class OnlineDemo
{
    private const double OrdersPerSecond = 200;
    private static readonly TimeSpan ClientsWarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OnTarget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OnTargetBeforeRollback = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OnSourceAgain = TimeSpan.FromSeconds(3);

    /// <summary>Migrates, and goes back if wanted.</summary>
    /// <returns>The exit code: 0 when it ended as it should, no request failed and nothing was lost.</returns>
    public static async Task<int> RunAsync(double scale, bool goBack)
    {
        DemoStage.Title("A workload moves while its users write");
        await using var site = await DemoSite.StartAsync(scale, DemoStage.Say);
        site.PlanName = "orders-online.yaml";
        await site.StartServerAsync();
        var (stage, journal) = (new DemoStage(site.Server, site.PlanPath), Path.Combine(site.Folder, "journal.jsonl"));
        await using var clients = OrdersClient.Start(site.Gateway.Address, journal, OrdersPerSecond);
        DemoStage.Say($"Clients write {OrdersPerSecond} orders a second through the gateway and remember every acknowledged write");
        await Task.Delay(ClientsWarmUp);

        var id = await stage.MigrateAsync("everything was proven equal");
        await Task.Delay(goBack ? OnTargetBeforeRollback : OnTarget);
        var asked = DateTimeOffset.UtcNow;
        if (goBack)
            await GoBackAsync(stage, id);
        var lived = await clients.StopAsync();
        var verified = await clients.VerifyAsync(site.Gateway.Address);
        var report = await stage.ReportAsync(id);
        report.Print(lived, verified);
        PrintFreezes(WriteGaps.Read(journal), asked, goBack);
        return IsGood(report, lived, verified, goBack ? MigrationState.RolledBack : MigrationState.CutOver) ? 0 : 1;
    }

    private static async Task GoBackAsync(DemoStage stage, string id)
    {
        DemoStage.Title("Users go back, with everything that they wrote on the target");
        await stage.GoBackAsync(id, "we want to see it");
        await Task.Delay(OnSourceAgain);
    }

    private static void PrintFreezes(WriteGaps gaps, DateTimeOffset asked, bool goBack)
    {
        Console.WriteLine($"    freeze     {gaps.Longest(until: asked).TotalMilliseconds:F0} ms from the last accepted write on the source to the first on the target, measured by the clients");
        if (goBack)
            Console.WriteLine($"    freeze     {gaps.Longest(from: asked).TotalMilliseconds:F0} ms on the way back");
    }

    private static bool IsGood(DemoReport report, JsonElement lived, JsonElement verified, MigrationState expected)
    {
        var isGood = report.State == expected && DemoReport.Lost(verified) == 0 && lived.GetProperty("failed").GetInt32() == 0;
        Console.WriteLine(isGood ? "\nNo request failed, and no acknowledged write was lost." : "\nSomething is not as it should be; see above.");
        return isGood;
    }
}

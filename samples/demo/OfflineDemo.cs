using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>
/// An operator and an approver migrate the orders workload with the product's own command line while clients write to
/// it; then the same migration fails in <c>restore</c> and puts everything back. Every figure is measured.
/// </summary>
internal static class OfflineDemo
{
    private const double RollbackScale = 0.2;
    private static readonly TimeSpan ClientsGoOn = TimeSpan.FromSeconds(3);

    /// <summary>Runs both migrations.</summary>
    /// <returns>The exit code: 0 when both ended as they should and nothing was lost.</returns>
    public static async Task<int> RunAsync(double scale)
    {
        DemoStage.Title("1. A workload moves from the data centre to the target");
        var moved = await MigrateAsync(scale, MigrationState.CutOver);
        DemoStage.Title("2. The same migration fails in 'restore' and everything is put back");
        var putBack = await MigrateAsync(scale * RollbackScale, MigrationState.RolledBack, "--fail-step", "restore");
        Console.WriteLine(moved && putBack ? "\nBoth migrations ended as they should, and no acknowledged write was lost." : "\nSomething is not as it should be; see above.");
        return moved && putBack ? 0 : 1;
    }

    private static async Task<bool> MigrateAsync(double scale, MigrationState expected, params string[] serverArguments)
    {
        await using var site = await DemoSite.StartAsync(scale, DemoStage.Say);
        await site.StartServerAsync(null, serverArguments);
        var stage = new DemoStage(site.Server, site.PlanPath);

        await using var clients = OrdersClient.Start(site.Gateway.Address, Path.Combine(site.Folder, "journal.jsonl"));
        DemoStage.Say("Clients write through the gateway and remember every acknowledged write");
        var id = await stage.MigrateAsync("rows and files are equal");
        await Task.Delay(ClientsGoOn);
        var lived = await clients.StopAsync();
        var verified = await clients.VerifyAsync(site.Gateway.Address);

        var report = await stage.ReportAsync(id);
        report.Print(lived, verified);
        return report.State == expected && DemoReport.Lost(verified) == 0;
    }
}

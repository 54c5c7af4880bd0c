using System.Diagnostics;
using System.Globalization;
using Orchestrator.Api.Security;
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
        Title("1. A workload moves from the data centre to the target");
        var moved = await MigrateAsync(scale, MigrationState.CutOver);
        Title("2. The same migration fails in 'restore' and everything is put back");
        var putBack = await MigrateAsync(scale * RollbackScale, MigrationState.RolledBack, "--fail-step", "restore");
        Console.WriteLine(moved && putBack ? "\nBoth migrations ended as they should, and no acknowledged write was lost." : "\nSomething is not as it should be; see above.");
        return moved && putBack ? 0 : 1;
    }

    private static async Task<bool> MigrateAsync(double scale, MigrationState expected, params string[] serverArguments)
    {
        await using var site = await DemoSite.StartAsync(scale, Say);
        await site.StartServerAsync(null, serverArguments);
        var keys = new KeyFile(Path.Combine(site.Server.DataFolder, "keys.json"));
        var (olga, anna) = (keys.Add("olga", ["operator"]), keys.Add("anna", ["approver"]));

        await using var clients = OrdersClient.Start(site.Gateway.Address, Path.Combine(site.Folder, "journal.jsonl"));
        Say("Clients write through the gateway and remember every acknowledged write");
        var id = await WatchAsync(site, olga, anna);
        await Task.Delay(ClientsGoOn);
        var lived = await clients.StopAsync();
        var verified = await clients.VerifyAsync(site.Gateway.Address);

        using var client = site.Server.CreateClient(olga);
        var report = await DemoReport.ReadAsync(client, id);
        report.Print(lived, verified);
        return report.State == expected && DemoReport.Lost(verified) == 0;
    }

    // olga starts and watches; anna approves when she is asked.
    private static async Task<string> WatchAsync(DemoSite site, string olga, string anna)
    {
        Command("olga", $"start {Path.GetFileName(site.PlanPath)} --watch");
        var start = site.Server.Cli(olga, "start", site.PlanPath, "--watch");
        start.RedirectStandardInput = false;
        using var watching = Process.Start(start)!;
        using var client = site.Server.CreateClient(anna);
        await ApproveAsync(site, client, anna, watching);
        await watching.WaitForExitAsync();
        return await DemoReport.NewestAsync(client);
    }

    private static async Task ApproveAsync(DemoSite site, HttpClient client, string anna, Process watching)
    {
        while (!watching.HasExited)
        {
            if (await DemoReport.WaitingAsync(client) is { } id)
            {
                Command("anna", $"approve {id} cutover --comment \"rows and files are equal\"");
                await Programs.RunAsync(site.Server.Cli(anna, "approve", id, "cutover", "--comment", "rows and files are equal"));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static void Title(string text) => Console.WriteLine($"\n{text}\n{new string('-', text.Length)}");

    private static void Say(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {text}"));

    private static void Command(string who, string command) => Console.WriteLine($"  {who}$ orchestrator {command}");
}

using System.Diagnostics;
using System.Globalization;
using Orchestrator.Api.Security;

namespace Orchestrator.Demo;

/// <summary>Two people with keys of their own at a running site: olga operates and anna approves, both with the command line.</summary>
internal sealed class DemoStage
{
    private readonly DemoSite _site;
    private readonly string _olga;
    private readonly string _anna;

    /// <summary>Makes the keys.</summary>
    public DemoStage(DemoSite site)
    {
        var keys = new KeyFile(Path.Combine(site.Server.DataFolder, "keys.json"));
        (_site, _olga, _anna) = (site, keys.Add("olga", ["operator"]), keys.Add("anna", ["approver"]));
    }

    /// <summary>olga starts the migration and watches; anna approves when she is asked.</summary>
    /// <returns>The migration.</returns>
    public async Task<string> MigrateAsync(string whyApproved)
    {
        Command("olga", $"start {Path.GetFileName(_site.PlanPath)} --watch");
        var start = _site.Server.Cli(_olga, "start", _site.PlanPath, "--watch");
        start.RedirectStandardInput = false;
        using var watching = Process.Start(start)!;
        using var client = _site.Server.CreateClient(_anna);
        await ApproveAsync(client, watching, whyApproved);
        await watching.WaitForExitAsync();
        return await DemoReport.NewestAsync(client);
    }

    /// <summary>olga goes back to the source and watches.</summary>
    public async Task GoBackAsync(string id, string why)
    {
        Command("olga", $"rollback {id} --comment \"{why}\"");
        await Programs.RunAsync(_site.Server.Cli(_olga, "rollback", id, "--comment", why));
        var watch = _site.Server.Cli(_olga, "status", id, "--watch");
        watch.RedirectStandardInput = false;
        using var watching = Process.Start(watch)!;
        await watching.WaitForExitAsync();
    }

    /// <summary>Reads the report.</summary>
    public async Task<DemoReport> ReportAsync(string id)
    {
        using var client = _site.Server.CreateClient(_olga);
        return await DemoReport.ReadAsync(client, id);
    }

    /// <summary>Prints a heading.</summary>
    public static void Title(string text) => Console.WriteLine($"\n{text}\n{new string('-', text.Length)}");

    /// <summary>Prints what is being done.</summary>
    public static void Say(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {text}"));

    private async Task ApproveAsync(HttpClient client, Process watching, string why)
    {
        while (!watching.HasExited)
        {
            if (await DemoReport.WaitingAsync(client) is { } id)
            {
                Command("anna", $"approve {id} cutover --comment \"{why}\"");
                await Programs.RunAsync(_site.Server.Cli(_anna, "approve", id, "cutover", "--comment", why));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static void Command(string who, string command) => Console.WriteLine($"  {who}$ orchestrator {command}");
}

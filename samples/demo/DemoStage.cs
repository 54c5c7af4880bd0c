using System.Diagnostics;
using System.Globalization;
using Orchestrator.Api.Security;

namespace Orchestrator.Demo;

/// <summary>Two people with keys of their own at a running site: olga operates and anna approves, both with the command line.</summary>
internal sealed class DemoStage
{
    private readonly OrchestratorServer _server;
    private readonly string _plan;
    private readonly string _olga;
    private readonly string _anna;

    /// <summary>Makes the keys.</summary>
    /// <param name="server">The orchestrator, running.</param>
    /// <param name="plan">The plan of the migration.</param>
    public DemoStage(OrchestratorServer server, string plan)
    {
        var keys = new KeyFile(Path.Combine(server.DataFolder, "keys.json"));
        (_server, _plan, _olga, _anna) = (server, plan, keys.Add("olga", ["operator"]), keys.Add("anna", ["approver"]));
    }

    /// <summary>olga starts the migration and watches; anna approves when she is asked.</summary>
    /// <param name="whyApproved">What anna says at the gate before users are redirected.</param>
    /// <param name="whyStarted">What she says at the gate before the downtime, where the plan asks for it.</param>
    /// <returns>The migration.</returns>
    public async Task<string> MigrateAsync(string whyApproved, string whyStarted = "")
    {
        Command("olga", $"start {Path.GetFileName(_plan)} --watch");
        var start = _server.Cli(_olga, "start", _plan, "--watch");
        start.RedirectStandardInput = false;
        using var watching = Process.Start(start)!;
        using var client = _server.CreateClient(_anna);
        await ApproveAsync(client, watching, new() { ["start"] = whyStarted, ["cutover"] = whyApproved });
        await watching.WaitForExitAsync();
        return await DemoReport.NewestAsync(client);
    }

    /// <summary>olga goes back to the source and watches.</summary>
    public async Task GoBackAsync(string id, string why)
    {
        Command("olga", $"rollback {id} --comment \"{why}\"");
        await Programs.RunAsync(_server.Cli(_olga, "rollback", id, "--comment", why));
        var watch = _server.Cli(_olga, "status", id, "--watch");
        watch.RedirectStandardInput = false;
        using var watching = Process.Start(watch)!;
        await watching.WaitForExitAsync();
    }

    /// <summary>Reads the report.</summary>
    public async Task<DemoReport> ReportAsync(string id)
    {
        using var client = _server.CreateClient(_olga);
        return await DemoReport.ReadAsync(client, id);
    }

    /// <summary>Prints a heading.</summary>
    public static void Title(string text) => Console.WriteLine($"\n{text}\n{new string('-', text.Length)}");

    /// <summary>Prints what is being done.</summary>
    public static void Say(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {text}"));

    private async Task ApproveAsync(HttpClient client, Process watching, Dictionary<string, string> whys)
    {
        for (; !watching.HasExited; await Task.Delay(TimeSpan.FromMilliseconds(200)))
        {
            // Once each: whoever has approved waits for what comes of it.
            if (await DemoReport.WaitingAsync(client) is not { Id: var id, WaitingFor.Gate: var gate } || !whys.Remove(gate, out var why))
                continue;
            Command("anna", $"approve {id} {gate} --comment \"{why}\"");
            await Programs.RunAsync(_server.Cli(_anna, "approve", id, gate, "--comment", why));
        }
    }

    private static void Command(string who, string command) => Console.WriteLine($"  {who}$ orchestrator {command}");
}

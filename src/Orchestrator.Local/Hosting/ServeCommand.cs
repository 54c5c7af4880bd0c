using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Orchestrator.Api.Security;
using Orchestrator.Core.Durability;

namespace Orchestrator.Local.Hosting;

/// <summary>The verb <c>serve</c>: runs the embedded host until it is told to stop.</summary>
internal static class ServeCommand
{
    private const int Failed = 1;
    private const int BadInput = 2;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder for the hub, the ledger, keys and work." };
        var url = new Option<string?>("--url") { Description = "Where the API listens, for example http://127.0.0.1:7071." };
        var publicUrl = new Option<string?>("--public-url") { Description = "Where people reach the dashboard, for links in notifications." };
        var settings = new Option<string>("--settings") { Description = "The folder with host.json and local.settings.json.", DefaultValueFactory = _ => "." };
        var failStep = new Option<string[]>("--fail-step") { Description = "A drill: makes a step fail for good after its work is done." };
        var command = new Command("serve", "Run the orchestrator on this machine.") { data, url, publicUrl, settings, failStep };
        command.SetAction((parsed, stop) =>
        {
            var overrides = Overrides(parsed.GetValue(data), parsed.GetValue(url), parsed.GetValue(publicUrl), parsed.GetValue(failStep) ?? []);
            return RunAsync(parsed.GetValue(settings)!, overrides, stop);
        });
        return command;
    }

    private static Dictionary<string, string?> Overrides(string? data, string? url, string? publicUrl, string[] failSteps)
    {
        var overrides = new Dictionary<string, string?>();
        if (data is not null)
            overrides[$"Orchestrator:{nameof(ServerOptions.DataFolder)}"] = Path.GetFullPath(data);
        if (url is not null)
            overrides[$"Orchestrator:{nameof(ServerOptions.Url)}"] = url;
        if (publicUrl is not null)
            overrides[$"Orchestrator:{nameof(ServerOptions.PublicUrl)}"] = publicUrl;
        for (var index = 0; index < failSteps.Length; index++)
            overrides[$"Orchestrator:{nameof(ServerOptions.FailSteps)}:{index}"] = failSteps[index];
        return overrides;
    }

    private static async Task<int> RunAsync(string folder, Dictionary<string, string?> overrides, CancellationToken stop)
    {
        try
        {
            await using var app = Server.Build(HostSettings.Read(Path.GetFullPath(folder), overrides));
            await app.StartAsync(stop);
            Announce(app);
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (Exception error) when (error is OrchestratorException or ValidationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error is OrchestratorException { Remedy: { } remedy } && !error.Message.Contains(remedy, StringComparison.Ordinal)
                ? $"{error.Message} {remedy}"
                : error.Message);
            return error is ValidationException ? BadInput : Failed;
        }
    }

    private static void Announce(WebApplication app)
    {
        var options = app.Services.GetRequiredService<ServerOptions>();
        var keys = app.Services.GetRequiredService<KeyFile>();
        keys.CreateAdminKeyOnce();
        Console.WriteLine($"Listening on {string.Join(", ", app.Urls)}");
        Console.WriteLine($"Hub {options.HubPath}");
        Console.WriteLine($"Admin key in {keys.AdminKeyPath}; the command line on this machine finds it.");
    }
}

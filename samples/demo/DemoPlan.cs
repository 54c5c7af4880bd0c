using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Demo;

/// <summary>What an operator of the demo's data centre would write: the plan, and what the server allows.</summary>
internal static class DemoPlan
{
    /// <summary>The plan.</summary>
    public static string Text(DemoSite site, DemoGateway gateway) => new StringBuilder(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, site.PlanName)))
        .Replace("SOURCE_PORT", Invariant(site.SourceUrl.Port))
        .Replace("TARGET_PORT", Invariant(site.TargetUrl.Port))
        .Replace("SOURCE_UPLOADS", site.SourceUploads)
        .Replace("TARGET_UPLOADS", site.TargetUploads)
        .Replace("GATEWAY_ADMIN", gateway.AdminAddress.ToString().TrimEnd('/'))
        .Replace("GATEWAY_ADDRESS", gateway.Address.ToString().TrimEnd('/'))
        .Replace("GATEWAY_KEY_FILE", gateway.KeyFile)
        .ToString();

    /// <summary>The server's settings: which programs and secrets plans may use.</summary>
    public static string Settings(DemoSite site) => Settings(new(site.Settings)
    {
        ["Orchestrator__AllowedEnvironment__0"] = "ORDERS_*",
        ["Orchestrator__AllowedEnvironment__1"] = "BACKUP_STORE",
        ["Orchestrator__AllowedSecretFolders__0"] = site.Folder,
    }, new("orders", "Orders", "serve", "ORDERS_*"));

    /// <summary>The server's settings, with a program that plans may run.</summary>
    public static string Settings(Dictionary<string, string> settings, AllowedProgram allowed)
    {
        var command = $"Orchestrator__AllowedCommands__{allowed.Name}__";
        return JsonSerializer.Serialize(new
        {
            Values = new Dictionary<string, string>(settings)
            {
                [command + "Path"] = Programs.DotNet,
                [command + "Arguments__0"] = Programs.PathOf(allowed.Program),
                [command + "Arguments__1"] = allowed.Verb,
                [command + "AllowArguments"] = "false",
                [command + "AllowedEnvironment__0"] = allowed.Environment,
                [command + "AllowedEnvironment__1"] = "ASPNETCORE_URLS",
            },
        });
    }

    /// <summary>The plan without gates, so that it runs to its end by itself.</summary>
    public static string WithoutGates(string plan) => string.Join('\n', plan.Split('\n').Where(line => !line.Contains("approvals:", StringComparison.Ordinal) && !line.StartsWith("  cutover:", StringComparison.Ordinal) && !line.StartsWith("  start:", StringComparison.Ordinal)));

    /// <summary>A number as plans have it.</summary>
    internal static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}

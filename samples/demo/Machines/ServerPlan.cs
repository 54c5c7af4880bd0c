using System.Text;

namespace Orchestrator.Demo.Machines;

/// <summary>What an operator would write for the server: the plan, and what the orchestrator allows.</summary>
internal static class ServerPlan
{
    /// <summary>The plan.</summary>
    public static string Text(ServerSite site) => new StringBuilder(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "server.yaml")))
        .Replace("SOURCE_ADDRESS", site.SourceUrl.Authority)
        .Replace("TARGET_ADDRESS", site.TargetUrl.Authority)
        .Replace("SOURCE_IP", site.SourceUrl.Host)
        .Replace("TARGET_IP", site.TargetUrl.Host)
        .Replace("USERS_PORT", DemoPlan.Invariant(site.Users.Port))
        .Replace("TARGET_MACHINE", site.Cloud.MachineId)
        .Replace("SUBSCRIPTION", site.Cloud.Server.Options.SubscriptionId)
        .Replace("TEMPLATE_FILE", Path.Combine(AppContext.BaseDirectory, "landing.json"))
        .Replace("VHD_FILE", site.Vhd)
        .Replace("NAME_SERVER", site.Cloud.NameServer)
        .ToString();

    /// <summary>The server's settings: where this Azure is, and which program and secret plans may use.</summary>
    public static string Settings(ServerSite site)
    {
        const string Azure = "Orchestrator__Azure__";
        return DemoPlan.Settings(new()
        {
            [Azure + "ResourceManager__Endpoint"] = site.Cloud.Server.Endpoint.ToString(),
            [Azure + "ResourceManager__CaFile"] = site.Cloud.Server.CertificateFile,
            [Azure + "ResourceManager__TokenFile"] = site.Cloud.TokenFile,
            [Azure + "TemplateFolders__0"] = AppContext.BaseDirectory,
            ["Orchestrator__AllowedEnvironment__0"] = "BACKUP_STORE",
        }, new("machine", "demo", "machine", "MACHINE_DISK"));
    }
}

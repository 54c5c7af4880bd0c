using System.Text.Json;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Demo;

/// <summary>
/// How a site stands after a migration: what the product says and what is really there, without anything that differs
/// from one migration to the next, so that two sites can be compared fact by fact.
/// </summary>
internal static class SiteFacts
{
    private const string Databases = "select string_agg(datname, ' ' order by datname) from pg_database";
    private const int MostLooks = 60;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private const string Jobs = "select count(*) from pg_stat_activity where application_name like 'orchestrator%'";

    /// <summary>Reads them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(DemoSite site, string id, CancellationToken stop)
    {
        var report = await ReportAsync(site, id, stop);
        return new Dictionary<string, string>
        {
            ["state"] = $"{report.Status.State}, users at the {report.Status.Traffic}",
            ["steps"] = string.Join(' ', report.Status.Steps.Select(step => $"{step.Name}={step.State}")),
            ["validation"] = Validation(report),
            ["gateway"] = await GatewayAsync(site, stop),
            ["users"] = await UsersAsync(site, stop),
            ["source workload"] = $"{Workloads(site.SourceUploads)} processes",
            ["target workload"] = $"{Workloads(site.TargetUploads)} processes",
            ["source databases"] = await site.Source.PsqlAsync("postgres", Databases),
            ["target databases"] = await site.Target.PsqlAsync("postgres", Databases),
            ["sessions left"] = await SessionsLeftAsync(site, stop),
            ["source folders"] = Entries(Path.GetDirectoryName(site.SourceUploads)!, id),
            ["target folders"] = Entries(Path.GetDirectoryName(site.TargetUploads)!, id),
            ["work folder"] = Entries(Path.Combine(site.Server.DataFolder, "work", id), id),
        };
    }

    // Sessions are kept for some seconds after their last use.
    private static async Task<string> SessionsLeftAsync(DemoSite site, CancellationToken stop)
    {
        for (var look = 0; ; look++)
        {
            var left = await site.Source.PsqlAsync("postgres", Jobs) + "/" + await site.Target.PsqlAsync("postgres", Jobs);
            if (left == "0/0" || look == MostLooks)
                return left;
            await Task.Delay(BetweenLooks, stop);
        }
    }

    /// <summary>What users have written to a side.</summary>
    public static Task<string> ContentAsync(PostgreSqlServer server) =>
        server.PsqlAsync("orders", "select count(*) || ' orders of ' || sum(total) from orders");

    private static async Task<MigrationReport> ReportAsync(DemoSite site, string id, CancellationToken stop)
    {
        using var client = site.Server.CreateClient();
        return DurableJson.Read<MigrationReport>(await client.GetStringAsync(new Uri($"/api/migrations/{id}/report?format=json", UriKind.Relative), stop))!;
    }

    // Clients make new folders while they write, so what was compared differs and only what was found can be the same.
    private static string Validation(MigrationReport report) => report.Evidence.TryGetValue("validate", out var evidence)
        ? string.Join(", ", evidence.Deserialize<IReadOnlyList<DataComparison>>(DurableJson.Options)!.Select(Verdict))
        : "none";

    private static string Verdict(DataComparison data) => data switch
    {
        { Items: [] } => $"{data.Component}: nothing was compared",
        { IsEqual: true } => $"{data.Component}: equal",
        _ => $"{data.Component}: different in {string.Join(' ', data.Items.Where(item => !item.IsEqual).Select(item => item.Name))}",
    };

    private static async Task<string> GatewayAsync(DemoSite site, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = site.Gateway.AdminAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(site.Gateway.KeyFile, stop)).Trim());
        var state = JsonElement.Parse(await client.GetStringAsync(new Uri("/state", UriKind.Relative), stop));
        return $"{state.GetProperty("side").GetString()}, {(state.GetProperty("held").GetBoolean() ? "held" : "flowing")}";
    }

    private static async Task<string> UsersAsync(DemoSite site, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = site.Gateway.Address };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), stop);
        var side = answer.Headers.TryGetValues("X-Orchestrator-Side", out var sides) ? sides.First() : "nobody";
        return $"{(int)answer.StatusCode} from {side}: {await answer.Content.ReadAsStringAsync(stop)}";
    }

    private static int Workloads(string uploads) => DemoSite.ProcessesWith($"ORDERS_UPLOADS={uploads}\0").Count();

    private static string Entries(string folder, string id) => Directory.Exists(folder)
        ? string.Join(' ', Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry).Replace(id, "ID", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        : "none";
}

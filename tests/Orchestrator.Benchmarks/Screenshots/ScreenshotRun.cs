using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Orchestrator.Api.Security;
using Orchestrator.Benchmarks.Dashboard;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Benchmarks.Screenshots;

/// <summary>
/// The pictures of the README, taken while the demo's workload moves with its users writing and small ones stand in other
/// states: <c>./run screenshots [FOLDER]</c>.
/// </summary>
internal static class ScreenshotRun
{
    private const double Scale = 0.3;
    private const double OrdersPerSecond = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan InSync = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateDirectory(args is [var chosen, ..] ? chosen : Path.Combine("docs", "images")).FullName;
        await using var site = await DemoSite.StartAsync(Scale, DemoStage.Say);
        site.PlanName = "orders-online.yaml";
        SmallWorkload.Allow(site);
        await site.StartServerAsync();
        var keys = new KeyFile(Path.Combine(site.Server.DataFolder, "keys.json"));
        var (olga, anna) = (keys.Add("olga", [Roles.Operator]), keys.Add("anna", [Roles.Approver]));
        await using var clients = OrdersClient.Start(site.Gateway.Address, Path.Combine(site.Folder, "journal.jsonl"), OrdersPerSecond);
        await using var chromium = await Chromium.StartAsync();
        await TakeAsync(site, new(chromium.Browser, site.Server.Url, folder), olga, anna);
        await clients.StopAsync();
        return 0;
    }

    private static async Task TakeAsync(DemoSite site, Photographer photographer, string olga, string anna)
    {
        using var operate = site.Server.CreateClient(olga);
        using var approve = site.Server.CreateClient(anna);
        foreach (var workload in SmallWorkload.All)
        {
            workload.Build(site);
            await StartAsync(operate, workload.Plan(site));
        }

        var id = await StartAsync(operate, await File.ReadAllTextAsync(site.PlanPath));
        await ReachedAsync(operate, id, MigrationState.WaitingForApproval);
        // The charts show what the page has seen.
        await photographer.TakeAsync("dashboard-sync", olga, $"/dashboard/migrations/{id}", Frame.Tall, page => page.WaitForTimeoutAsync((float)InSync.TotalMilliseconds));
        await photographer.TakeAsync("dashboard-now", olga, "/dashboard", Frame.Low, page => page.GetByRole(AriaRole.Row).Nth(SmallWorkload.All.Count + 1).WaitForAsync());
        await photographer.TakeAsync("dashboard-approval", anna, $"/dashboard/migrations/{id}/approvals/cutover", Frame.Desk);
        await photographer.TakeAsync("dashboard-phone", anna, $"/dashboard/migrations/{id}", Frame.Phone);
        await PostAsync(approve, $"/api/migrations/{id}/approvals/cutover", new { decision = "approve", comment = "everything was proven equal" });
        await ReachedAsync(operate, id, MigrationState.CutOver);
        await photographer.TakeAsync("dashboard-fallback", olga, $"/dashboard/migrations/{id}", Frame.Desk);
    }

    private static async Task<string> StartAsync(HttpClient client, string plan)
    {
        using var body = new StringContent(plan, null, "application/yaml");
        using var answer = await client.PostAsync(new Uri("/api/migrations", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("id").GetString()! : throw new InvalidOperationException(text);
    }

    private static async Task PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task ReachedAsync(HttpClient client, string id, MigrationState state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await client.GetFromJsonAsync<MigrationStatus>(new Uri($"/api/migrations/{id}", UriKind.Relative), DurableJson.Options, patience.Token);
            if (status!.State == state)
                return;
            if (MigrationTransitions.IsFinal(status.State))
                throw new InvalidOperationException($"It ended as {status.State}: {status.Error}");
            await Task.Delay(100, patience.Token);
        }
    }
}

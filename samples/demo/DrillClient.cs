using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>What drills ask of a site's orchestrator, which may be gone and come back at any moment.</summary>
internal sealed class DrillClient(DemoSite site)
{
    /// <summary>Starts the migration of the site's plan.</summary>
    public async Task<string> StartAsync(CancellationToken stop)
    {
        using var client = site.Server.CreateClient();
        using var body = new StringContent(await File.ReadAllTextAsync(site.PlanPath, stop), null, "application/yaml");
        using var answer = await client.PostAsync(new Uri("/api/migrations", UriKind.Relative), body, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text).GetProperty("id").GetString()!
            : throw new InvalidOperationException($"The migration was not started: {text}");
    }

    /// <summary>Sends a command such as <c>rollback</c>.</summary>
    /// <returns>Whether it was taken; not when the migration has ended meanwhile.</returns>
    public async Task<bool> PostAsync(string id, string command, object body, CancellationToken stop)
    {
        using var client = site.Server.CreateClient();
        using var answer = await client.PostAsJsonAsync(new Uri($"/api/migrations/{id}/{command}", UriKind.Relative), body, stop);
        if (answer.StatusCode == HttpStatusCode.Gone)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>Waits until a migration is in a state that is looked for, or a time has passed.</summary>
    /// <returns>Its last status.</returns>
    public async Task<MigrationStatus> WaitAsync(string id, Func<MigrationStatus, bool> until, TimeSpan time, CancellationToken stop)
    {
        using var client = site.Server.CreateClient();
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(5, stop))
        {
            var status = (await client.GetFromJsonAsync<MigrationStatus>(new Uri($"/api/migrations/{id}", UriKind.Relative), DurableJson.Options, stop))!;
            if (until(status) || (time != Timeout.InfiniteTimeSpan && since.Elapsed >= time))
                return status;
        }
    }

    /// <summary>Removes what a migration left on the target, so that the next can begin.</summary>
    public async Task EmptyTargetAsync()
    {
        await site.Target.PsqlAsync("postgres", "drop database if exists orders with (force)");
        var parent = Path.GetDirectoryName(site.TargetUploads)!;
        Directory.Delete(parent, recursive: true);
        Directory.CreateDirectory(parent);
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>The demo's site, driven over HTTP as an operator's script would, with everything real.</summary>
public sealed class Site : IAsyncLifetime
{
    private const double Scale = 0.01;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal DemoSite Demo { get; private set; } = null!;

    public async Task InitializeAsync() => Demo = await DemoSite.StartAsync(Scale, _ => { });

    public async Task DisposeAsync() => await Demo.DisposeAsync();

    /// <summary>Replaces the environment variable that a plan refers to by a file with another secret.</summary>
    public string WithSecret(string plan, string variable, string secret)
    {
        var path = Path.Combine(Demo.Folder, $"{variable}.secret");
        File.WriteAllText(path, secret);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return plan.Replace($"env:{variable}", $"file:{path}", StringComparison.Ordinal);
    }

    /// <summary>Lets the orchestrator administer the gateway through another port.</summary>
    public string WithGatewayAt(string plan, int port) =>
        plan.Replace(Demo.Gateway.AdminAddress.ToString().TrimEnd('/'), $"http://127.0.0.1:{port}", StringComparison.Ordinal);

    /// <summary>Lets servers that are started from now on try failed steps again after moments and not minutes.</summary>
    public void TryAgainQuickly(int attempts)
    {
        Demo.Settings["Orchestrator__StepRetry__MaxAttempts"] = attempts.ToString(CultureInfo.InvariantCulture);
        Demo.Settings["Orchestrator__StepRetry__FirstDelay"] = Demo.Settings["Orchestrator__StepRetry__MaxDelay"] = "00:00:00.200";
    }

    /// <summary>Starts the migration of the site's plan.</summary>
    public async Task<string> StartAsync(string query = "", Func<string, string>? change = null)
    {
        using var client = Demo.Server.CreateClient();
        var plan = await File.ReadAllTextAsync(Demo.PlanPath);
        using var body = new StringContent(change is null ? plan : change(plan), null, "application/yaml");
        using var answer = await client.PostAsync(new Uri($"/api/migrations{query}", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text).GetProperty("id").GetString()!;
    }

    /// <summary>Sends a command such as <c>rollback</c>.</summary>
    public async Task CommandAsync(string id, string command, object? body = null)
    {
        using var client = Demo.Server.CreateClient();
        using var answer = await client.PostAsJsonAsync(new Uri($"/api/migrations/{id}/{command}", UriKind.Relative), body ?? new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads the status.</summary>
    public async Task<MigrationStatus> StatusAsync(string id)
    {
        using var client = Demo.Server.CreateClient();
        return (await client.GetFromJsonAsync<MigrationStatus>(new Uri($"/api/migrations/{id}", UriKind.Relative), DurableJson.Options))!;
    }

    /// <summary>Waits until the migration is in one of some states.</summary>
    public Task<MigrationStatus> WaitForAsync(string id, params MigrationState[] states) => WaitUntilAsync(id, status => states.Contains(status.State));

    /// <summary>Waits until something holds of the status.</summary>
    public async Task<MigrationStatus> WaitUntilAsync(string id, Func<MigrationStatus, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await StatusAsync(id);
            if (holds(status))
                return status;
            if (MigrationTransitions.IsFinal(status.State))
                Assert.Fail($"It ended as {status.State}: {status.Error}");
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Requires the invariants of a migration that was rolled back, on the real components.</summary>
    public async Task RequireBackAtSourceAsync()
    {
        Assert.Equal("source", await SideOfUsersAsync());
        Assert.True(await CanWriteAsync(), "Users cannot write to the source.");
        Assert.False(await AnswersAsync(Demo.TargetUrl), "The target workload runs.");
        Assert.Equal("0", await Demo.Target.PsqlAsync("postgres", "select count(*) from pg_database where datname like 'orders%'"));
        Assert.False(Directory.Exists(Demo.TargetUploads), "Files are left on the target.");
    }

    /// <summary>Requires that users write to the target and the source is stopped.</summary>
    public async Task RequireAtTargetAsync()
    {
        Assert.Equal("target", await SideOfUsersAsync());
        Assert.True(await CanWriteAsync(), "Users cannot write to the target.");
        Assert.False(await AnswersAsync(Demo.SourceUrl), "The source workload runs.");
    }

    /// <summary>How many orders a side has.</summary>
    internal static Task<string> CountOrdersAsync(Contracts.Servers.PostgreSqlServer server) => server.PsqlAsync("orders", "select count(*) from orders");

    /// <summary>Removes what a migration that went back after cutover leaves on the target on purpose.</summary>
    public async Task EmptyTargetAsync()
    {
        await Demo.Target.PsqlAsync("postgres", "drop database if exists orders with (force)");
        var parent = Path.GetDirectoryName(Demo.TargetUploads)!;
        Directory.Delete(parent, recursive: true);
        Directory.CreateDirectory(parent);
    }

    private async Task<string> SideOfUsersAsync()
    {
        using var client = new HttpClient { BaseAddress = Demo.Gateway.Address, Timeout = TimeSpan.FromSeconds(20) };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
        return answer.Headers.GetValues("X-Orchestrator-Side").Single();
    }

    private async Task<bool> CanWriteAsync()
    {
        using var client = new HttpClient { BaseAddress = Demo.Gateway.Address, Timeout = TimeSpan.FromSeconds(20) };
        var health = JsonElement.Parse(await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        return health.GetProperty("writable").GetBoolean();
    }

    private static async Task<bool> AnswersAsync(Uri url)
    {
        try
        {
            using var client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Demo;

/// <summary>
/// A data centre and a target on this machine, all real: two PostgreSQL servers, a blob store, a gateway, the orders
/// workload running at the source, and an orchestrator. Everything is on loopback and gone at the end.
/// </summary>
internal sealed class DemoSite : IAsyncDisposable
{
    private const string SourceDatabase = "orders";

    // What was acknowledged must survive a kill of the server, and what is measured must be what users would see.
    private static readonly string[] AsInProduction = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];
    private readonly int _sourcePort;
    private readonly int _targetPort;

    private readonly Reaper _reaper;

    private DemoSite(string folder, int sourcePort, int targetPort) => (Folder, _sourcePort, _targetPort, _reaper) = (folder, sourcePort, targetPort, new(folder));

    /// <summary>Everything that is not a database is below this folder.</summary>
    public string Folder { get; }

    /// <summary>The source's database server.</summary>
    public required PostgreSqlServer Source { get; init; }

    /// <summary>The target's database server.</summary>
    public required PostgreSqlServer Target { get; init; }

    /// <summary>The backup store.</summary>
    public required AzuriteServer Store { get; init; }

    /// <summary>What users go through.</summary>
    public required DemoGateway Gateway { get; init; }

    /// <summary>The orchestrator.</summary>
    public required OrchestratorServer Server { get; init; }

    /// <summary>The source workload.</summary>
    public Uri SourceUrl => new($"http://127.0.0.1:{_sourcePort}");

    /// <summary>The target workload.</summary>
    public Uri TargetUrl => new($"http://127.0.0.1:{_targetPort}");

    /// <summary>The folders with the uploaded files.</summary>
    public string SourceUploads => Path.Combine(Folder, "source", "uploads");

    /// <summary>The folders with the uploaded files.</summary>
    public string TargetUploads => Path.Combine(Folder, "target", "uploads");

    /// <summary>The plan that the site's is made from: <c>orders.yaml</c> or <c>orders-online.yaml</c>.</summary>
    public string PlanName { get; set; } = "orders.yaml";

    /// <summary>The plan of the migration.</summary>
    public string PlanPath => Path.Combine(Folder, "orders.yaml");

    /// <summary>More settings of the orchestrator, beside what the demo needs.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Makes a site with a running, seeded source.</summary>
    /// <param name="scale">How much data: 1 for 100,000 orders and 2,000 files.</param>
    /// <param name="say">Takes what is being done.</param>
    public static async Task<DemoSite> StartAsync(double scale, Action<string> say)
    {
        say("Starting two PostgreSQL servers, a blob store and a gateway");
        var folder = Directory.CreateTempSubdirectory("orchestrator-demo-").FullName;
        var (source, target, store) = (PostgreSqlServer.StartAsync(null, AsInProduction), PostgreSqlServer.StartAsync(null, AsInProduction), AzuriteServer.StartAsync());
        var site = await ConnectAsync(folder, await source, await target, await store);
        say($"Seeding the source: {100_000 * scale:N0} orders, {2_000 * scale:N0} files");
        await site.SeedAsync(scale);
        site.StartSource();
        return site;
    }

    /// <summary>Writes the settings and the plan, and starts the orchestrator.</summary>
    /// <param name="changePlan">Changes the plan's text before it is written.</param>
    /// <param name="serverArguments">More arguments for <c>orchestrator serve</c>.</param>
    public async Task StartServerAsync(Func<string, string>? changePlan = null, params string[] serverArguments)
    {
        var plan = DemoPlan.Text(this, Gateway);
        await File.WriteAllTextAsync(PlanPath, changePlan is null ? plan : changePlan(plan));
        await File.WriteAllTextAsync(Path.Combine(Folder, "local.settings.json"), DemoPlan.Settings(this));
        await WaitForHealthAsync(SourceUrl);
        await Server.StartAsync(serverArguments);
    }

    /// <summary>A connection string of the source's database.</summary>
    public string SourceConnection => Source.ConnectionString(SourceDatabase);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Gateway.DisposeAsync();
        await _reaper.DisposeAsync(); // the workloads, of which each was started by somebody else
        await Store.DisposeAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private static async Task<DemoSite> ConnectAsync(string folder, PostgreSqlServer source, PostgreSqlServer target, AzuriteServer store)
    {
        var (sourcePort, targetPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var gateway = await DemoGateway.StartAsync(folder, new($"http://127.0.0.1:{sourcePort}"), new($"http://127.0.0.1:{targetPort}"));
        var environment = new Dictionary<string, string>
        {
            ["ORDERS_SOURCE"] = source.ConnectionString(SourceDatabase),
            ["ORDERS_TARGET"] = target.ConnectionString(SourceDatabase),
            ["BACKUP_STORE"] = store.ConnectionString,
        };
        return new(folder, sourcePort, targetPort)
        {
            Source = source,
            Target = target,
            Store = store,
            Gateway = gateway,
            Server = new(folder, LoopbackPort.Free(), environment),
        };
    }

    private async Task SeedAsync(double scale)
    {
        await Source.PsqlAsync("postgres", $"create database {SourceDatabase}");
        Directory.CreateDirectory(SourceUploads);
        Directory.CreateDirectory(Path.GetDirectoryName(TargetUploads)!);
        var (exitCode, output) = await Programs.RunAsync(
            Programs.Prepare("Orders", SourceEnvironment(), "seed", "--scale", scale.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (exitCode != 0)
            throw new InvalidOperationException($"Seeding failed: {output}");
    }

    // As a data centre would have it: the workload runs long before anybody thinks of an orchestrator.
    private void StartSource()
    {
        var start = Programs.Prepare("Orders", SourceEnvironment(), "serve");
        start.RedirectStandardOutput = true;
        Process.Start(start)!.BeginOutputReadLine();
    }

    private Dictionary<string, string> SourceEnvironment() => new()
    {
        ["ORDERS_DB"] = SourceConnection,
        ["ORDERS_UPLOADS"] = SourceUploads,
        ["ASPNETCORE_URLS"] = SourceUrl.ToString(),
    };

    /// <summary>Waits until a workload answers that it is well.</summary>
    internal static async Task WaitForHealthAsync(Uri url)
    {
        using var client = new HttpClient { BaseAddress = url };
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                continue; // not listening yet
            }
        }

        throw new InvalidOperationException($"The workload at {url} did not become healthy.");
    }

    /// <summary>The running processes with a text in their environment, in which each variable ends with a NUL.</summary>
    internal static IEnumerable<Process> ProcessesWith(string text) => Process.GetProcesses().Where(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Contains(text, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or somebody else's
        }
    });
}

using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Benchmarks.Dashboard;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>The product over worlds in memory: its engine on a hub file, its flows, its API and its pages, on a port that it keeps.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static int _count;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-dashboard-");
    private readonly int _port = LoopbackPort.Free();
    private EmbeddedHost? _host;

    private DashboardServer() => KeyOf = People.AddTo(EmbeddedHost.KeysIn(_folder.FullName));

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public int Port => _port;

    public Worlds Worlds { get; } = new();

    public Director Director { get; } = new();

    /// <summary>The keys of <see cref="People"/>.</summary>
    public IReadOnlyDictionary<string, string> KeyOf { get; }

    private MigrationService Migrations => _host!.Migrations;

    public static async Task<DashboardServer> StartAsync()
    {
        var server = new DashboardServer();
        await server.ComeBackAsync();
        return server;
    }

    /// <summary>A name that no other test uses.</summary>
    public static string NewWorkload(string stem) => $"{stem}-{Interlocked.Increment(ref _count)}";

    /// <summary>Stops the server; migrations stay where they are.</summary>
    public async Task GoAwayAsync()
    {
        await _host!.DisposeAsync();
        _host = null;
    }

    /// <summary>Starts the server on the same hub and port.</summary>
    public async Task ComeBackAsync() => _host = await EmbeddedHost.StartAsync(_folder.FullName, _port, Configure);

    /// <summary>Starts a migration as the operator.</summary>
    public async Task<string> BeginAsync(MigrationPlan plan) =>
        (await Migrations.StartAsync(new(plan), new(People.Operator, [Api.Security.Roles.Operator]))).Id;

    /// <summary>Starts a migration and waits for a state.</summary>
    public async Task<string> BeginAsync(MigrationPlan plan, MigrationState until)
    {
        var id = await BeginAsync(plan);
        await ReachedAsync(id, until);
        return id;
    }

    /// <summary>Waits for a state.</summary>
    public async Task<MigrationStatus> ReachedAsync(string id, MigrationState state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = (await Migrations.FindAsync(id))!;
            if (status.State == state)
                return status;
            if (MigrationTransitions.IsFinal(status.State) || patience.IsCancellationRequested)
                Assert.Fail($"{id} is {status.State} and not {state}: {status.Error}");
            await Task.Delay(20);
        }
    }

    public Task<MigrationReport> ReportAsync(string id) => Migrations.GetReportAsync(id);

    /// <summary>All migrations, as the API has them.</summary>
    public async Task<IReadOnlyList<MigrationStatus>> ListAsync() => (await Migrations.ListAsync(new() { Top = 1_000 })).Migrations;

    public HttpClient ClientOf(string person) => new() { BaseAddress = Url, DefaultRequestHeaders = { { "x-functions-key", KeyOf[person] } } };

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Configure(IServiceCollection services)
    {
        services.AddSingleton(Worlds.Adapters);
        services.AddSingleton<IStepInterceptor>(Director);
    }
}

using Microsoft.AspNetCore.Builder;
using Npgsql;
using Orchestrator.Contracts.Servers;
using Orders;
using Orders.Client;
using Orders.Seed;
using Orders.Serve;

namespace Orchestrator.Adapters.Local.Tests.Samples;

/// <summary>The sample in this process, over a database and a folder of its own, seeded small.</summary>
internal sealed class OrdersRig : IAsyncDisposable
{
    public static readonly SeedOptions Small = new(Scale: 0.01, Random: 1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orders-");
    private readonly List<WebApplication> _apps = [];

    private OrdersRig(string connectionString) => Settings = new OrdersSettings(connectionString, Path.Combine(_folder.FullName, "uploads"));

    public OrdersSettings Settings { get; }

    public string Journal => Path.Combine(_folder.FullName, "journal");

    public static async Task<OrdersRig> CreateAsync(PostgreSqlServer server)
    {
        var name = $"orders_{Guid.NewGuid():N}";
        await server.PsqlAsync("postgres", $"create database {name}");
        var rig = new OrdersRig(server.ConnectionString(name));
        await Seeder.RunAsync(rig.Settings, Small, CancellationToken.None);
        return rig;
    }

    /// <summary>Starts the app; more than one may serve the same data.</summary>
    public async Task<Uri> ServeAsync()
    {
        var app = OrdersApp.Build(Settings, []);
        app.Urls.Add("http://127.0.0.1:0");
        _apps.Add(app);
        await app.StartAsync();
        return new Uri(app.Urls.First());
    }

    public ClientOptions Client(Uri url) => new() { Url = url, Journal = Journal, Rate = 200, Workers = 4, UploadsEvery = 5 };

    /// <summary>Lets the client write until something has happened.</summary>
    public async Task<ClientReport> WriteWhileAsync(Uri url, Func<Task> something)
    {
        using var api = new OrdersApi(url);
        using var journal = new Journal(Journal);
        using var stop = new CancellationTokenSource();
        var writing = new LoadClient(Client(url), api, journal).WriteUntilAsync(stop.Token);
        await something();
        await stop.CancelAsync();
        return await writing;
    }

    /// <summary>Waits until the journal holds so many writes; fails when it does not come to it.</summary>
    public async Task UntilWrittenAsync(int count)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Written() < count)
            await Task.Delay(10, bound.Token);
    }

    public int Written() => global::Orders.Client.Journal.Read(Journal).Count;

    public async Task<VerifyReport> VerifyAsync(Uri url)
    {
        using var api = new OrdersApi(url);
        return await new Verifier(api).VerifyAsync(global::Orders.Client.Journal.Read(Journal), CancellationToken.None);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Settings.Database);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}

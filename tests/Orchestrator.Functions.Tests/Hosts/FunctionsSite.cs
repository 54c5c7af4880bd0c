using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Ports;
using Orchestrator.Functions.Tests.Runtime;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>The Functions app as it is configured in Azure, in a world in memory.</summary>
internal sealed class FunctionsSite : ISite
{
    private readonly FakeFunctionsHost _host;

    private FunctionsSite(FakeFunctionsHost host, MigrationDrill drill) => (_host, Drill) = (host, drill);

    public MigrationDrill Drill { get; }

    public static async Task<FunctionsSite> StartAsync(MigrationDrill? drill = null)
    {
        var world = drill ?? new MigrationDrill();
        return new(await FakeFunctionsHost.StartAsync(services => Configure(services, world)), world);
    }

    /// <summary>The same over the Durable Task runtime itself.</summary>
    public static async Task<FunctionsSite> StartOnRuntimeAsync()
    {
        var world = new MigrationDrill();
        return new(await FakeFunctionsHost.StartOnRuntimeAsync(services => Configure(services, world)), world);
    }

    public HttpClient ClientOf(string? name, string? role = null)
    {
        var client = _host.CreateClient();
        if (name is not null)
            client.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL", Principal(name, role));
        return client;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    // The app's own registrations, with the outside world replaced.
    private static void Configure(IServiceCollection services, MigrationDrill drill)
    {
        var settings = new Dictionary<string, string?>
        {
            ["WEBSITE_AUTH_ENABLED"] = "True",
            ["Orchestrator:Ledger"] = "UseDevelopmentStorage=true",
            ["Orchestrator:WorkFolder"] = Path.GetTempPath(),
        };
        services.AddFunctionsHost(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton(drill.World.Adapters);
        services.AddSingleton<IMigrationLedger>(drill.Ledger);
        services.AddSingleton<IProgressBoard>(new NoProgress());
        services.AddSingleton(drill.LiveServices);
    }

    private static string Principal(string name, string? role) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = "aad",
        role_typ = "roles",
        claims = new[] { new { typ = "preferred_username", val = name }, new { typ = "oid", val = "5f3a0c1e-7d64-4a0b-9f5e-1c2d3e4f5a6b" }, new { typ = "roles", val = role is null ? "" : char.ToUpperInvariant(role[0]) + role[1..] } },
    }));
}

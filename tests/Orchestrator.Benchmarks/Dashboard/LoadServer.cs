using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>The process that serves: the embedded host with the load in its hub. It ends when its input does.</summary>
internal static class LoadServer
{
    public const string Verb = "--serve";

    /// <summary>What it prints once everything has begun.</summary>
    public const string Ready = "ready";

    public static async Task<int> RunAsync(string folder, int port, LoadOptions options)
    {
        await using var host = await StartAsync(folder, port, options);
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Starts the host and the load in this process.</summary>
    public static async Task<EmbeddedHost> StartAsync(string folder, int port, LoadOptions options)
    {
        var host = await EmbeddedHost.StartAsync(folder, port, services => services.AddSingleton(_ => new DurableRegistry().AddLoad()));
        await MigrationLoad.StartAsync(host.Engine, options);
        return host;
    }
}

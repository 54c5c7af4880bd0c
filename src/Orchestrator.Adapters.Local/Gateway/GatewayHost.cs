using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>
/// A small reverse proxy in front of the two sides of a workload. It sends users to one side, is switched without losing a
/// request, and can hold requests for a bounded time. Its state survives a kill at any instant.
/// </summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _users;
    private readonly WebApplication _admin;
    private readonly Gate _gate;

    private GatewayHost(WebApplication users, WebApplication admin, Gate gate) => (_users, _admin, _gate) = (users, admin, gate);

    /// <summary>Where users are served.</summary>
    public Uri Address => new(_users.Urls.First());

    /// <summary>Where the gateway is administered.</summary>
    public Uri AdminAddress => new(_admin.Urls.First());

    /// <summary>Runs a gateway until it is told to stop, then lets the requests in flight finish.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellation">Stops it, as SIGTERM does.</param>
    /// <returns>A task that completes when nothing is served any more.</returns>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="Core.Ports.AdapterException">The state or the key cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be written or an address is in use.</exception>
    public static async Task RunAsync(GatewayOptions options, CancellationToken cancellation)
    {
        using var loggers = LoggerFactory.Create(logging => logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Error));
        await using var gateway = await StartAsync(options, loggers, cancellation);
        await gateway._users.WaitForShutdownAsync(cancellation);
    }

    /// <summary>Starts a gateway inside of this process.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="loggers">Take its messages.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The gateway, serving; dispose it to stop it.</returns>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="Core.Ports.AdapterException">The state or the key cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be written or an address is in use.</exception>
    public static Task<GatewayHost> StartAsync(GatewayOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        options.Validate();
        return StartAsync(options, new GatewayStateFile(options.StateFile), loggers, cancellation);
    }

    /// <summary>Stops serving: requests in flight finish, waiting ones are asked to try again.</summary>
    /// <returns>A task that completes when nothing is served any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _admin.StopAsync();
        await _users.StopAsync();
        await _admin.DisposeAsync();
        await _users.DisposeAsync();
        _gate.Dispose();
    }

    internal static async Task<GatewayHost> StartAsync(
        GatewayOptions options, IGatewayStore store, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var logger = loggers.CreateLogger<GatewayHost>();
        var gate = new GateWithStats(new Gate(store, options, TimeProvider.System), new GatewayStats());
        var users = BuildUsers(options, gate, loggers);
        var admin = BuildAdmin(options, gate, loggers, logger);
        var gateway = new GatewayHost(users, admin, gate.Gate);
        try
        {
            await users.StartAsync(cancellation);
            await admin.StartAsync(cancellation);
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }

        var state = gate.Gate.State;
        logger.GatewayStarted(gateway.Address, gateway.AdminAddress, options.KeyFile, state.Side, state.Held);
        return gateway;
    }

    private static WebApplication BuildUsers(GatewayOptions options, GateWithStats gate, ILoggerFactory loggers)
    {
        var builder = NewBuilder(options.Listen, loggers);
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(gate);
        builder.Services.AddSingleton<GatewayProxy>();
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<GatewayProxy>().InvokeAsync);
        return app;
    }

    private static WebApplication BuildAdmin(GatewayOptions options, GateWithStats gate, ILoggerFactory loggers, ILogger logger)
    {
        var builder = NewBuilder(options.Admin, loggers);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapAdmin(gate, AdminKey.Open(options.KeyFile, logger), logger);
        return app;
    }

    /// <summary>An empty builder, since settings of the environment (ASPNETCORE_URLS among them) are meant for other processes.</summary>
    private static WebApplicationBuilder NewBuilder(Uri address, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address.AbsoluteUri).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // How large a body may be is for the sides to say.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddSingleton(loggers);
        return builder;
    }
}

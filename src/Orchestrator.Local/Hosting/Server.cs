using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Azure.KeyVault;
using Orchestrator.Adapters.Files;
using Orchestrator.Adapters.Local;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Adapters.Local.Secrets;
using Orchestrator.Adapters.Local.Workspace;
using Orchestrator.Adapters.PostgreSql;
using Orchestrator.Api;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Local.Hosting;

/// <summary>The embedded host: API, engine, ledger and adapters in one process.</summary>
internal static class Server
{
    /// <summary>Builds the host; nothing is opened before it starts.</summary>
    /// <exception cref="ValidationException">A setting is out of its range.</exception>
    public static WebApplication Build(IConfiguration configuration)
    {
        var options = new ServerOptions();
        configuration.GetSection("Orchestrator").Bind(options);
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        Directory.CreateDirectory(options.DataFolder);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Why it does not start, ServeCommand says in one line; the host would print a stack trace before it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddSingleton(options);
        AddAdapters(builder.Services, options);
        AddEngine(builder.Services, options);
        builder.Services.AddOrchestratorApi(api => api.KeyFilePath = options.KeysPath).AddApiMiddlewareFirst();
        var app = builder.Build();
        app.MapOrchestratorApi().MapDurableApi();
        return app;
    }

    private static void AddAdapters(IServiceCollection services, ServerOptions options)
    {
        services.AddPostgreSqlAdapters().AddFilesAdapters().AddAzureAdapters(options.Azure).AddGatewayTraffic();
        services.AddSingleton<KeyVaultReader>(provider => provider.GetRequiredService<KeyVaultSecrets>().ReadAsync);
        services.AddLocalAdapters(local => Allow(options, local));
        services.AddSingleton<IWorkspace>(new WorkFolders(Path.Combine(options.DataFolder, "work")));
        if (options.FailSteps.Count > 0)
            services.AddSingleton<IStepInterceptor>(new FailingSteps(options.FailSteps));
    }

    private static void Allow(ServerOptions options, LocalAdapterOptions local)
    {
        local.StateFolder = Path.Combine(options.DataFolder, "state");
        local.LedgerPath = options.LedgerPath;
        foreach (var (name, command) in options.AllowedCommands)
            local.AllowedCommands.Add(name, command);
        options.AllowedUnits.ForEach(local.AllowedUnits.Add);
        options.AllowedHosts.ForEach(local.AllowedHosts.Add);
        options.AllowedEnvironment.ForEach(local.Secrets.AllowedEnvironment.Add);
        options.AllowedSecretFolders.ForEach(local.Secrets.AllowedFolders.Add);
        options.AllowedVaults.ForEach(local.Secrets.AllowedVaults.Add);
    }

    private static void AddEngine(IServiceCollection services, ServerOptions options)
    {
        services.AddMigrationServices((options.StepRetry.ToPolicy(), options.UndoRetry.ToPolicy()), publicUrl: options.PublicUrl);
        services.AddSingleton(provider => new SqliteEngine(
            new()
            {
                HubPath = options.HubPath,
                MaxParallelActivities = options.MaxParallelActivities,
                MaxParallelOrchestrations = options.MaxParallelOrchestrations,
                DefaultVersion = options.DefaultVersion,
            },
            provider.GetRequiredService<DurableRegistry>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteEngine>>()));
        services.AddSingleton<IOrchestrationClient>(provider => provider.GetRequiredService<SqliteEngine>());
        services.AddHostedService<EngineHost>();
    }
}

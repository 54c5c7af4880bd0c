using System.ComponentModel.DataAnnotations;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Azure.KeyVault;
using Orchestrator.Adapters.Files;
using Orchestrator.Adapters.Local;
using Orchestrator.Adapters.Local.Secrets;
using Orchestrator.Adapters.Local.Workspace;
using Orchestrator.Adapters.PostgreSql;
using Orchestrator.Api;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Functions.Durable;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions;

/// <summary>Puts the Functions app together: the same product as the embedded host, over Durable Functions.</summary>
internal static class FunctionsHost
{
    // Set by the platform where its authentication stands before the app; nobody else can set it from outside.
    private const string EasyAuthEnabled = "WEBSITE_AUTH_ENABLED";

    // A plan travels in the input of every activity, and the scheduler takes a megabyte.
    private const int MostPlanBytes = 256 * 1024;

    /// <summary>Adds everything.</summary>
    /// <exception cref="ValidationException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddFunctionsHost(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Orchestrator").Get<FunctionsOptions>() ?? new();
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        AddAdapters(services, options);
        AddDurable(services, options);
        AddApi(services, options, configuration);
        return services;
    }

    private static void AddAdapters(IServiceCollection services, FunctionsOptions options)
    {
        services.AddPostgreSqlAdapters().AddFilesAdapters().AddAzureAdapters(options.Azure);
        services.AddSingleton<KeyVaultReader>(provider => provider.GetRequiredService<KeyVaultSecrets>().ReadAsync);
        services.AddLocalAdapters(local => Allow(options, local));
        services.AddBlobLedger(options.Ledger, options.LedgerContainer);
        services.AddSingleton<IWorkspace>(new WorkFolders(Path.Combine(options.WorkFolder, "work")));
    }

    private static void Allow(FunctionsOptions options, LocalAdapterOptions local)
    {
        local.StateFolder = Path.Combine(options.WorkFolder, "state");
        foreach (var (name, command) in options.AllowedCommands)
            local.AllowedCommands.Add(name, command);
        options.AllowedHosts.ForEach(local.AllowedHosts.Add);
        options.AllowedEnvironment.ForEach(local.Secrets.AllowedEnvironment.Add);
        options.AllowedSecretFolders.ForEach(local.Secrets.AllowedFolders.Add);
        options.AllowedVaults.ForEach(local.Secrets.AllowedVaults.Add);
    }

    private static void AddDurable(IServiceCollection services, FunctionsOptions options) => services
        .Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(DurableJson.Options))
        .AddMigrationServices(claimPatience: TimeSpan.FromMinutes(1), publicUrl: options.PublicUrl)
        .AddSingleton<ClientHolder>()
        .AddSingleton(new LongCallsOptions())
        .AddSingleton<LongCalls>()
        .AddSingleton<FunctionRunner>()
        .AddSingleton<IOrchestrationClient, DurableFunctionsClient>();

    private static void AddApi(IServiceCollection services, FunctionsOptions options, IConfiguration configuration)
    {
        services.AddSingleton<HttpFront>();
        services.AddOrchestratorApi(api =>
        {
            api.TrustsEasyAuth = configuration.GetValue<bool>(EasyAuthEnabled);
            api.MaxPlanSizeBytes = MostPlanBytes;
            api.TakesKeys = options.KeyFile is not null;
            api.KeyFilePath = options.KeyFile ?? Path.Combine(options.WorkFolder, "keys.json");
        });
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Adapters.Local.Http;
using Orchestrator.Adapters.Local.Ledger;
using Orchestrator.Adapters.Local.Processes;
using Orchestrator.Adapters.Local.Progress;
using Orchestrator.Adapters.Local.Secrets;
using Orchestrator.Adapters.Local.Systemd;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>Registers the adapters of this project.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers the ledger, the secrets, the progress board, and the adapters for processes, systemd units, commands and
    /// HTTP endpoints. A registered <see cref="KeyVaultReader"/> is used for <c>keyvault:</c> references.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets what the server allows.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLocalAdapters(this IServiceCollection services, Action<LocalAdapterOptions> configure)
    {
        var options = new LocalAdapterOptions();
        configure(options);
        services.AddSingleton(options);
        services.AddSingleton<IMigrationLedger>(_ => new SqliteLedger(options.LedgerPath ?? Path.Combine(options.StateFolder, "ledger.db")));
        services.AddSingleton<IProgressBoard, ProgressBoard>();
        services.AddSingleton<ISecrets>(provider => new SecretResolver(
            options.Secrets, provider.GetRequiredService<ILogger<SecretResolver>>(), provider.GetService<KeyVaultReader>()));
        services.AddSingleton(new CommandPolicy(options.AllowedCommands.AsReadOnly()));
        services.AddSingleton<IAdapter, NoInfrastructure>();
        services.AddSingleton<IAdapter, ProcessAdapter>();
        services.AddSingleton<IAdapter, SystemdAdapter>();
        services.AddSingleton<IAdapter>(provider => new DnsTrafficAdapter(options, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services.AddCommands().AddHttp();
    }

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<CommandRunner>()
        .AddSingleton<ICommandRunner, CommandPort>()
        .AddSingleton<IAdapter, CommandComputeAdapter>()
        .AddSingleton<IAdapter, CommandInfrastructureAdapter>()
        .AddSingleton<IAdapter, CommandDataAdapter>()
        .AddSingleton<IAdapter, CommandTrafficAdapter>()
        .AddSingleton<IAdapter, CommandCheckAdapter>();

    private static IServiceCollection AddHttp(this IServiceCollection services) => services
        .AddSingleton(provider => new HttpTransport(
            provider.GetRequiredService<LocalAdapterOptions>(), provider.GetService<TimeProvider>() ?? TimeProvider.System))
        .AddSingleton<HttpRunner>()
        .AddSingleton<IAdapter, HttpComputeAdapter>()
        .AddSingleton<IAdapter, HttpInfrastructureAdapter>()
        .AddSingleton<IAdapter, HttpDataAdapter>()
        .AddSingleton<IAdapter, HttpTrafficAdapter>()
        .AddSingleton<IAdapter, HttpCheckAdapter>()
        .AddSingleton<IAdapter, WebhookNotifier>();
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.AppConfiguration;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.AzCopy;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.DataBox;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Adapters.Azure.Dns;
using Orchestrator.Adapters.Azure.KeyVault;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Adapters.Azure.Progress;
using Orchestrator.Adapters.Azure.Replication;
using Orchestrator.Adapters.Azure.StorageMover;
using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Adapters.Azure.TrafficManager;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Adapters.Azure.VirtualMachine;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure;

/// <summary>Adds the adapters that talk to Azure.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds every kind that talks to Azure (<c>docs/adapters</c> lists them), the reader of key vaults (<see cref="KeyVaultSecrets"/>)
    /// and what talks to Azure Resource Manager.
    /// </summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <param name="options">The host's settings; Azure's public cloud and the host's own identity by default.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ValidationException">A setting is wrong.</exception>
    public static IServiceCollection AddAzureAdapters(this IServiceCollection services, AzureAdapterOptions? options = null)
    {
        options ??= new();
        var manager = options.ResourceManager;
        Validator.ValidateObject(manager, new(manager), validateAllProperties: true);
        return services
            .AddSingleton(provider => new ArmConnector(manager)
            {
                Time = provider.GetService<TimeProvider>() ?? TimeProvider.System,
                Logger = provider.GetRequiredService<ILogger<ArmConnector>>(),
            })
            .AddSingleton(provider => new KeyVaultSecrets(manager, provider.GetRequiredService<ArmConnector>()))
            .AddSingleton(_ => new BootLog(() => ArmTransport.Create(manager.CaFile)))
            .AddSingleton<IAdapter, VirtualMachineAdapter>()
            .AddInfrastructure(options)
            .AddData()
            .AddBackups()
            .AddTraffic();
    }

    private static ArmConnector Arm(this IServiceProvider provider) => provider.GetRequiredService<ArmConnector>();

    private static IServiceCollection AddInfrastructure(this IServiceCollection services, AzureAdapterOptions options) => services
        .AddSingleton<IAdapter>(provider => new ArmTemplateAdapter(provider.Arm(), new TemplateFiles([.. options.TemplateFolders]), provider.GetService<ICommandRunner>()))
        .AddSingleton<IAdapter>(provider => new TemplateSpecAdapter(provider.Arm(), provider.GetService<ICommandRunner>()));

    private static IServiceCollection AddData(this IServiceCollection services) => services
        .AddSingleton<IAdapter>(provider => new AzureDiskAdapter(provider.Arm(), new DiskContent()))
        .AddSingleton<IAdapter>(provider => new AzureMigrateAdapter(provider.Arm()))
        .AddSingleton<IAdapter>(provider => new SiteRecoveryAdapter(provider.Arm()))
        .AddSingleton<IAdapter>(provider => new AzCopyAdapter(provider.GetService<ICommandRunner>(), TreeStores.With(provider.Arm().Credential)))
        .AddSingleton<IAdapter>(provider => new StorageMoverAdapter(provider.Arm(), TreeStores.With(provider.Arm().Credential)));

    private static IServiceCollection AddBackups(this IServiceCollection services) => services
        .AddSingleton<IAdapter>(provider => new BlobBackupStore(new BlobConnector(), provider.GetRequiredService<ILogger<BlobBackupStore>>()))
        .AddSingleton<IAdapter>(provider => new DataBoxBackupStore(provider.Arm(), new BlobConnector(), provider.GetRequiredService<ILogger<BlobBackupStore>>()));

    private static IServiceCollection AddTraffic(this IServiceCollection services) => services
        .AddSingleton<IAdapter>(provider => new AzureDnsTrafficAdapter(provider.Arm()))
        .AddSingleton<IAdapter>(provider => new TrafficManagerTrafficAdapter(provider.Arm(), () => provider.GetServices<IAdapter>().OfType<ICheckAdapter>()))
        .AddSingleton<IAdapter>(provider => new AppConfigurationTrafficAdapter(provider.Arm()));

    /// <summary>
    /// Keeps the ledger and the progress of steps in blobs, for several instances that work on the same migrations.
    /// Takes the place of an <see cref="IMigrationLedger"/> and an <see cref="IProgressBoard"/> that were added before.
    /// </summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <param name="connection">
    /// The account's URL (<c>https://ACCOUNT.blob.core.windows.net</c>), which is opened with the host's own identity, a
    /// URL with a shared access signature, or a storage connection string.
    /// </param>
    /// <param name="container">The container; created when it is missing.</param>
    /// <returns>
    /// The same services. The ledger cannot be resolved, with an <see cref="AdapterException"/>, when the connection is
    /// none of these.
    /// </returns>
    public static IServiceCollection AddBlobLedger(this IServiceCollection services, string connection, string container)
    {
        services.RemoveAll<IMigrationLedger>().RemoveAll<IProgressBoard>();
        return services
            .AddSingleton(_ => LedgerBlobs.Connect(new BlobConnector(subject: "the ledger's connection"), connection, container))
            .AddSingleton<IMigrationLedger>(provider => new BlobLedger(
                provider.GetRequiredService<LedgerBlobs>(), provider.GetRequiredService<ILogger<BlobLedger>>()))
            .AddSingleton<IProgressBoard>(provider => new BlobProgressBoard(
                provider.GetRequiredService<LedgerBlobs>(),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetRequiredService<ILogger<BlobProgressBoard>>()));
    }
}

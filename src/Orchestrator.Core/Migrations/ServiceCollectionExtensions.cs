using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>Adds the product to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds what every host runs: the steps' services, the registry of all flows and activities, and the service that callers
    /// steer migrations with. The host adds its adapters, an <see cref="IOrchestrationClient"/> and the ports' implementations.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="retry">How the steps of new migrations and their undos are tried again; as migrations do by themselves when <see langword="null"/>.</param>
    /// <param name="claimPatience">How long a claim on a workload is believed whose migration cannot be seen yet; none by default. Needed where several instances start migrations.</param>
    /// <param name="publicUrl">Where people reach the host, for links in notifications; links are paths when it is <see langword="null"/>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMigrationServices(
        this IServiceCollection services, (RetryPolicy Step, RetryPolicy Undo)? retry = null, TimeSpan claimPatience = default, Uri? publicUrl = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AdapterCatalog>();
        services.AddSingleton(provider => CreateStepServices(provider, publicUrl));
        services.AddSingleton(provider => new DurableRegistry().AddMigrations(provider.GetRequiredService<StepServices>()));
        return services.AddSingleton(provider => new MigrationService(
            provider.GetRequiredService<IOrchestrationClient>(),
            provider.GetRequiredService<IMigrationLedger>(),
            provider.GetRequiredService<IProgressBoard>(),
            provider.GetRequiredService<TimeProvider>())
        {
            Retry = retry,
            ClaimPatience = claimPatience,
        });
    }

    private static StepServices CreateStepServices(IServiceProvider provider, Uri? publicUrl) => new(
        provider.GetRequiredService<AdapterCatalog>(),
        provider.GetRequiredService<ISecrets>(),
        provider.GetRequiredService<IMigrationLedger>(),
        provider.GetRequiredService<IProgressBoard>(),
        provider.GetRequiredService<IWorkspace>())
    {
        Time = provider.GetRequiredService<TimeProvider>(),
        PublicUrl = publicUrl,
        Interceptors = [.. provider.GetServices<IStepInterceptor>()],
        Logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Orchestrator.Core"),
    };
}

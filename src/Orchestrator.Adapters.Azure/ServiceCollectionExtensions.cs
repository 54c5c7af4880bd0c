using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure;

/// <summary>Adds the adapters that talk to Azure.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the <c>blob</c> backup store.</summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAzureAdapters(this IServiceCollection services) =>
        services.AddSingleton<IAdapter>(provider =>
            new BlobBackupStore(new BlobConnector(), provider.GetRequiredService<ILogger<BlobBackupStore>>()));
}

using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Registers the <c>gateway</c> traffic kind.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the adapter that steers a gateway.</summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGatewayTraffic(this IServiceCollection services) =>
        services.AddSingleton<IAdapter, GatewayTrafficAdapter>();
}

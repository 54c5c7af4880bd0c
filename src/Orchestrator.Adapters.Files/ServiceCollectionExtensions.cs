using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Folder;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files;

/// <summary>Adds the adapters for files.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the data adapter <c>files</c> and the backup store <c>folder</c> as <see cref="IAdapter"/>. They need logging.</summary>
    /// <param name="services">Where to add.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddFilesAdapters(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAdapter>(provider => new FilesDataAdapter(
            provider.GetRequiredService<ILogger<FilesDataAdapter>>(), time: provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAdapter>(provider => new FolderBackupStore(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FolderBackupStore>>()));
        return services;
    }
}

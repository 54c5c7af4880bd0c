using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.SqlCheck;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql;

/// <summary>Adds this project's adapters to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the data adapter <c>postgresql</c> and the check <c>sql</c>. The host must have logging.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPostgreSqlAdapters(this IServiceCollection services) => services
        .AddSingleton<IAdapter, PostgreSqlDataAdapter>()
        .AddSingleton<IAdapter, SqlCheckAdapter>();
}

using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Files;
using Orchestrator.Adapters.Local;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Adapters.PostgreSql;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Cli;

/// <summary>The adapters of this program, for the verbs that only need to know their settings.</summary>
internal static class LocalCatalog
{
    public static AdapterCatalog Create()
    {
        var services = new ServiceCollection().AddLogging()
            .AddLocalAdapters(_ => { }).AddGatewayTraffic().AddPostgreSqlAdapters().AddFilesAdapters().AddAzureAdapters();
        return new AdapterCatalog(services.BuildServiceProvider().GetServices<IAdapter>());
    }
}

using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Local.Hosting;

/// <summary>Starts and stops the engine with the host.</summary>
internal sealed class EngineHost(SqliteEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}

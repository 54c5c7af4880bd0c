using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Tests;

public sealed class SqliteEngineContractTests : OrchestrationContract
{
    private readonly TemporaryHub _hub = new();
    private SqliteEngine? _engine;

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _hub.Dispose();
        await base.DisposeAsync();
    }

    protected override async Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion)
    {
        _engine = new SqliteEngine(new() { HubPath = _hub.Path, DefaultVersion = defaultVersion }, registry, time);
        await _engine.StartAsync();
        return _engine;
    }
}

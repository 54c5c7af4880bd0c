using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Tests;

public class SqliteEngineContractTests : OrchestrationContract
{
    private readonly TemporaryHub _hub = new();
    private SqliteEngine? _engine;

    protected virtual int MaxLiveInstances => new SqliteEngineOptions().MaxLiveInstances;

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _hub.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion)
    {
        _engine = new SqliteEngine(new() { HubPath = _hub.Path, DefaultVersion = defaultVersion, MaxLiveInstances = MaxLiveInstances }, registry, time);
        await _engine.StartAsync();
        return _engine;
    }
}

/// <summary>The same promises when hardly anything stays in memory, so that nearly every step is a replay.</summary>
public sealed class SqliteEngineEvictionContractTests : SqliteEngineContractTests
{
    protected override int MaxLiveInstances => 1;
}

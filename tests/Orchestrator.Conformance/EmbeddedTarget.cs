using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Conformance;

/// <summary>The embedded engine, on a hub file of its own.</summary>
public sealed class EmbeddedTarget : Target
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-conformance-");
    private SqliteEngine? _engine;

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    protected override async Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion)
    {
        _engine = new(new() { HubPath = Path.Combine(_folder.FullName, "hub.db"), DefaultVersion = defaultVersion }, registry, time);
        await _engine.StartAsync();
        return _engine;
    }
}

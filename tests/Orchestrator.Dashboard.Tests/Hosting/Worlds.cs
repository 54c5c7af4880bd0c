using System.Collections.Concurrent;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Ports;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>A data centre in memory for each workload, so that migrations of one server do not meet. They outlive the server.</summary>
internal sealed class Worlds
{
    private readonly ConcurrentDictionary<string, (FakeWorld World, AdapterCatalog Adapters)> _worlds = new(StringComparer.Ordinal);

    /// <summary>The adapters of a server; the kind of each is <c>fake</c>.</summary>
    public AdapterCatalog Adapters => new(
    [
        WorldRouter<IComputeAdapter>.Over(this), WorldRouter<IInfrastructureAdapter>.Over(this), WorldRouter<IOnlineDataAdapter>.Over(this),
        WorldRouter<IBackupStore>.Over(this), WorldRouter<IPreparesTraffic>.Over(this), WorldRouter<ICheckAdapter>.Over(this), WorldRouter<INotifier>.Over(this),
    ]);

    public FakeWorld Of(string workload) => Find(workload).World;

    /// <summary>The adapters in the world of a workload; in one of nobody's when a call is for none.</summary>
    public AdapterCatalog AdaptersOf(string? workload) => Find(workload ?? "").Adapters;

    private (FakeWorld World, AdapterCatalog Adapters) Find(string workload) => _worlds.GetOrAdd(workload, _ =>
    {
        var world = new FakeWorld();
        return (world, world.Adapters);
    });
}

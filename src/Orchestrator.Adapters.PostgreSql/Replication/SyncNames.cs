using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>The names of what a sync makes on the servers, the same in every run of any step.</summary>
/// <param name="Job">The name of the migration's work on a component; see <see cref="Connections.JobName"/>.</param>
/// <param name="Direction">Which side follows.</param>
internal sealed record SyncNames(string Job, SyncDirection Direction)
{
    private string Stem => $"{Job}_{(Direction == SyncDirection.Forward ? "fwd" : "rev")}";

    /// <summary>On the leader: which tables are followed.</summary>
    public string Publication => Stem;

    /// <summary>On the leader: keeps the changes until the follower has them.</summary>
    public string Slot => Stem;

    /// <summary>On the follower: applies the changes.</summary>
    public string Subscription => Stem;

    /// <summary>On the leader: keeps the changes until they are noted for the comparison.</summary>
    public string TrackerSlot => $"{Stem}_seen";
}

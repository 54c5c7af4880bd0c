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

    /// <summary>On the leader: which tables are followed as a whole, because in which partition a row lands depends on the server. Often empty, but always there.</summary>
    public string RootPublication => $"{Stem}_root";

    /// <summary>Both publications, as <c>CREATE SUBSCRIPTION</c> and the option <c>publication_names</c> of pgoutput want them.</summary>
    public string Publications => $"{Publication},{RootPublication}";

    /// <summary>On the leader: keeps the changes until the follower has them.</summary>
    public string Slot => Stem;

    /// <summary>On the follower: applies the changes.</summary>
    public string Subscription => Stem;

    /// <summary>On the leader: keeps the changes until they are noted for the comparison.</summary>
    public string TrackerSlot => $"{Stem}_seen";
}

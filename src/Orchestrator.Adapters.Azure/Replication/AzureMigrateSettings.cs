namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys of a data component of kind <c>azureMigrate</c> beside its source and target.</summary>
internal sealed record AzureMigrateSettings : ReplicationSettings
{
    /// <summary>
    /// Whether Azure shuts the machine down and transfers the rest, for a workload whose machine may be turned off. Where
    /// not, two recovery points that arrive after the workload was stopped are waited for, which takes two cycles of the
    /// replication.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool PerformShutdown { get; init; }
}

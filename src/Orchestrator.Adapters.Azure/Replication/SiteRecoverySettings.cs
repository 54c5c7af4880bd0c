namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys of a data component of kind <c>siteRecovery</c> beside its source and target.</summary>
internal sealed record SiteRecoverySettings : ReplicationSettings;

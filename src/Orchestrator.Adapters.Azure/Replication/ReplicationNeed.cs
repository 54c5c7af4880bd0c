namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Something that has to be there before a machine is replicated.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApiVersion">The version of its type.</param>
/// <param name="Remedy">What to do when it is not.</param>
internal sealed record ReplicationNeed(string Id, string ApiVersion, string Remedy);

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>An action of a service.</summary>
/// <param name="Name">Its name in the path.</param>
/// <param name="Body">What it takes, from what the item says.</param>
internal sealed record ReplicationAction(string Name, Func<ReplicatedItem, object?> Body);

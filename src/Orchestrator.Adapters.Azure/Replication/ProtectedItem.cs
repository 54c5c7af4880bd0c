using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Reads the protected items of Site Recovery that replicate from Azure to Azure.</summary>
internal static class ProtectedItem
{
    /// <summary>Reads one.</summary>
    /// <param name="properties">Its properties.</param>
    /// <param name="machine">The machine, for people.</param>
    /// <returns>The same in our words.</returns>
    public static ReplicatedItem Read(JsonElement properties, string machine)
    {
        var details = properties.Find("providerSpecificDetails") ?? default;
        var (state, health) = (properties.Text("protectionState") ?? "None", properties.Text("replicationHealth") ?? "Normal");
        var disks = details.Items("protectedManagedDisks").ToList();
        return new()
        {
            State = StateOf(state, properties),
            StateName = state,
            Test = TestOf(properties.Text("testFailoverState")),
            Health = health,
            LastPointAt = LastAt(details),
            MovedPoint = properties.Text("failoverRecoveryPointId") is { Length: > 0 } moved ? moved : null,
            SeedPercent = ReplicatedItem.ReadNumber(details.Find("monitoringPercentageCompletion")),
            DiskCount = disks.Count,
            DiskBytes = disks.Sum(disk => (long)(ReplicatedItem.ReadNumber(disk.Find("diskCapacityInBytes")) ?? 0)),
            Problems = ReplicatedItem.ReadProblems(properties, machine, health),
        };
    }

    // The service tells how far behind it was when it last looked.
    private static DateTimeOffset? LastAt(JsonElement details) =>
        ReplicatedItem.ReadTime(details, "lastRpoCalculatedTime") is { } looked && ReplicatedItem.ReadNumber(details.Find("rpoInSeconds")) is { } behind
            ? looked - TimeSpan.FromSeconds(Math.Max(0, behind)) : null;

    // The descriptions give no list of states, and the states have the names of the operation in them.
    private static ReplicationState StateOf(string state, JsonElement properties) => state switch
    {
        "EnablingProtection" => ReplicationState.Enabling,
        "EnablingFailed" => ReplicationState.EnableFailed,
        "DisablingProtection" or "MarkedForDeletion" => ReplicationState.Removing,
        "Protected" => ReplicationState.Following,
        "CommitFailoverCompleted" or "CommitFailoverStatesEnd" => ReplicationState.Committed,
        "UnprotectedStatesBegin" => ReplicationState.Seeding,
        _ when state.EndsWith("FailoverCommitted", StringComparison.OrdinalIgnoreCase) => ReplicationState.Committed,
        _ when Has(state, "InitialReplication") => Has(state, "Failed") ? ReplicationState.SeedFailed : ReplicationState.Seeding,
        _ when Has(state, "Reprotect") || Has(state, "SwitchProtection") => Has(state, "Failed") ? ReplicationState.Committed : ReplicationState.Reversing,
        _ when Has(state, "CommitPending") => ReplicationState.Moved,
        _ when Has(state, "CommitFailover") => Has(state, "Failed") ? ReplicationState.Moved : ReplicationState.Committing,
        "UnplannedFailoverCompleted" when Allows(properties, "Commit") => ReplicationState.Moved,
        _ when Has(state, "UnplannedFailover") => Has(state, "Failed") ? ReplicationState.MoveFailed : ReplicationState.Moving,
        _ => ReplicationState.Other,
    };

    private static TestState TestOf(string? state) => state switch
    {
        null or "" or "None" => TestState.None,
        "WaitingForCompletion" or "TestFailoverCompleted" => TestState.Made,
        _ when Has(state, "Cleanup") => Has(state, "InProgress") ? TestState.CleaningUp : TestState.Made,
        _ when Has(state, "Failed") => TestState.Failed,
        _ when Has(state, "InProgress") => TestState.UnderWay,
        _ => TestState.None,
    };

    private static bool Allows(JsonElement properties, string operation) =>
        properties.Items("allowedOperations").Any(allowed => string.Equals(allowed.GetString(), operation, StringComparison.OrdinalIgnoreCase));

    private static bool Has(string state, string word) => state.Contains(word, StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Reads the migration items of Azure Migrate.</summary>
internal static class MigrationItem
{
    /// <summary>Reads one.</summary>
    /// <param name="properties">Its properties.</param>
    /// <param name="machine">The machine, for people.</param>
    /// <returns>The same in our words.</returns>
    public static ReplicatedItem Read(JsonElement properties, string machine)
    {
        var details = properties.Find("providerSpecificDetails") ?? default;
        var (state, health) = (properties.Text("migrationState") ?? "None", properties.Text("health") ?? "Normal");
        var disks = details.Items("protectedDisks").ToList();
        return new()
        {
            State = StateOf(state),
            StateName = state,
            Test = TestOf(properties.Text("testMigrateState")),
            Health = health,
            LastPointAt = ReplicatedItem.ReadTime(details, "lastRecoveryPointReceived"),
            Point = details.Text("lastRecoveryPointId") ?? "",
            PointAt = ReplicatedItem.ReadTime(details, "lastRecoveryPointReceived"),
            MovedPoint = details.Text("migrationRecoveryPointId"),
            SeedPercent = ReplicatedItem.ReadNumber(details.Find("initialSeedingProgressPercentage")),
            DiskCount = disks.Count,
            DiskBytes = disks.Sum(disk => (long)(ReplicatedItem.ReadNumber(disk.Find("capacityInBytes")) ?? 0)),
            Problems = ReplicatedItem.ReadProblems(properties, machine, health),
        };
    }

    private static ReplicationState StateOf(string state) => state switch
    {
        "EnableMigrationInProgress" => ReplicationState.Enabling,
        "EnableMigrationFailed" => ReplicationState.EnableFailed,
        "DisableMigrationInProgress" => ReplicationState.Removing,
        "InitialSeedingInProgress" => ReplicationState.Seeding,
        "InitialSeedingFailed" => ReplicationState.SeedFailed,
        "Replicating" => ReplicationState.Following,
        "SuspendingProtection" or "ProtectionSuspended" => ReplicationState.Paused,
        "MigrationInProgress" => ReplicationState.Moving,
        "MigrationSucceeded" or "MigrationCompletedWithInformation" or "MigrationPartiallySucceeded" => ReplicationState.Moved,
        "MigrationFailed" => ReplicationState.MoveFailed,
        _ => ReplicationState.Other,
    };

    private static TestState TestOf(string? state) => state switch
    {
        "TestMigrationInProgress" => TestState.UnderWay,
        "TestMigrationSucceeded" or "TestMigrationCompletedWithInformation" or "TestMigrationPartiallySucceeded" => TestState.Made,
        "TestMigrationFailed" => TestState.Failed,
        "TestMigrationCleanupInProgress" => TestState.CleaningUp,
        _ => TestState.None,
    };
}

using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Servers that Azure Migrate replicates: seeding, test migration, migration and the end.</summary>
internal sealed class MigrationItemBehaviour : IResourceBehaviour
{
    private static readonly string[] Inputs = ["vmwareMachineId", "licenseType", "sqlServerLicenseType", "targetVmName", "targetVmSize", "targetResourceGroupId", "targetNetworkId", "testNetworkId", "performAutoResync", "targetVmTags", "targetDiskTags", "targetNicTags"];

    public string Type => "Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationMigrationItems";

    public OperationStyle PutStyle => OperationStyle.Both;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public int PutStatus(bool isNew) => 202;

    public bool HasBodyWhenAccepted => false;

    public bool HasProvisioningState => false;

    public void Check(ArmCall call, ArmResource? existing)
    {
        if (existing is not null && call.Method == "PUT")
            throw ArmErrorException.Conflict("Replication is already enabled for this machine.", "ReplicationAlreadyEnabled");
        if (call.Method == "PUT" && call.Body.Text("properties", "providerSpecificDetails", "instanceType") != "VMwareCbt")
            throw ArmErrorException.Bad("The provider of a migration item is 'VMwareCbt'.");
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        if (existing is not null)
            return sent;
        var input = sent.At("properties", "providerSpecificDetails") as JsonObject;
        var details = new JsonObject { ["instanceType"] = "VMwareCbt", ["initialSeedingProgressPercentage"] = 0 };
        foreach (var name in Inputs.Where(name => input.At(name) is not null))
            details[name] = input![name]!.DeepClone();
        details["protectedDisks"] = input.Items("disksToInclude").Select(disk => (JsonNode)new JsonObject
        {
            ["diskId"] = disk.Text("diskId"),
            ["diskType"] = disk.Text("diskType"),
            ["isOSDisk"] = disk.Text("isOSDisk"),
            ["capacityInBytes"] = 32L << 30,
        }).ToArray();
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["machineName"] = call.Path.Name,
                ["policyId"] = sent.Text("properties", "policyId"),
                ["migrationState"] = "EnableMigrationInProgress",
                ["testMigrateState"] = "None",
                ["health"] = "Normal",
                ["healthErrors"] = new JsonArray(),
                ["allowedOperations"] = new JsonArray(),
                ["criticalJobHistory"] = new JsonArray(),
                ["providerSpecificDetails"] = details,
            },
        };
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
        if (isNew)
            resource.Hidden["job"] = ReplicationJobBehaviour.Open(call, resource, "EnableMigration").Id;
    }

    public void Ready(ArmCall call, ArmResource resource)
    {
        resource.Properties["migrationState"] = "InitialSeedingInProgress";
        ReplicationJobBehaviour.Close(call, resource, call.World.Resources.Get(resource.Hidden["job"]), "Succeeded");
    }

    public void Failed(ArmCall call, ArmResource resource)
    {
        resource.Properties["migrationState"] = "EnableMigrationFailed";
        ReplicationJobBehaviour.Close(call, resource, call.World.Resources.Get(resource.Hidden["job"]), "Failed");
    }

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        var details = resource.Properties.Child("providerSpecificDetails");
        if (resource.Operation is null && resource.Body.Text("properties", "migrationState") == "InitialSeedingInProgress")
        {
            var progress = Math.Min(100, 100 * resource.Count("seeding") / call.World.Options.PollsUntilDone);
            details["initialSeedingProgressPercentage"] = progress;
            if (progress == 100)
                resource.Properties["migrationState"] = "Replicating";
        }

        if (resource.Body.Text("properties", "migrationState") == "Replicating")
        {
            details["lastRecoveryPointReceived"] = call.World.Now.Time();
            details["lastRecoveryPointId"] = $"{resource.Id}/migrationRecoveryPoints/latest";
        }

        resource.Properties["allowedOperations"] = new JsonArray([.. Allowed(resource).Select(name => (JsonNode)name)]);
        return resource.Body.Clone();
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action)
    {
        if (call.Method != "POST" || ActionOf(call, resource, action) is not { } known)
            return null;
        if (!Allowed(resource).Contains(known.Name))
            throw ArmErrorException.Conflict($"The operation '{known.Name}' is not allowed on '{resource.Name}' now.", "OperationNotAllowed");
        return ReplicationJobBehaviour.Start(call, resource, known);
    }

    private static SiteRecoveryAction? ActionOf(ArmCall call, ArmResource item, string action) => action.ToUpperInvariant() switch
    {
        "TESTMIGRATE" => SiteRecoveryAction.Of(item, "TestMigrate", "testMigrateState", ("TestMigrationInProgress", "TestMigrationSucceeded", "TestMigrationFailed"))
            .Then(() => TargetMachines.Make(call, item, "-test")),
        "TESTMIGRATECLEANUP" => SiteRecoveryAction.Of(item, "TestMigrateCleanup", "testMigrateState", ("TestMigrationCleanupInProgress", "None", "TestMigrationSucceeded"))
            .Then(() => TargetMachines.Remove(call, item, "-test")),
        "MIGRATE" => SiteRecoveryAction.Of(item, "Migrate", "migrationState", ("MigrationInProgress", "MigrationSucceeded", "MigrationFailed"))
            .Then(() => TargetMachines.Make(call, item, "")),
        "RESYNC" => SiteRecoveryAction.Of(item, "StartResync", "migrationState", ("Replicating", "Replicating", "Replicating")),
        "PAUSEREPLICATION" => SiteRecoveryAction.Of(item, "PauseReplication", "migrationState", ("SuspendingProtection", "ProtectionSuspended", "Replicating")),
        "RESUMEREPLICATION" => SiteRecoveryAction.Of(item, "ResumeReplication", "migrationState", ("ResumeInProgress", "Replicating", "ProtectionSuspended")),
        _ => null,
    };

    private static string[] Allowed(ArmResource item)
    {
        var isTested = item.Body.Text("properties", "testMigrateState") == "TestMigrationSucceeded";
        return item.Operation is { IsDone: false } ? [] : item.Body.Text("properties", "migrationState") switch
        {
            "Replicating" when isTested => ["TestMigrateCleanup", "Migrate"],
            "Replicating" => ["DisableMigration", "TestMigrate", "Migrate", "StartResync", "PauseReplication"],
            "ProtectionSuspended" => ["DisableMigration", "ResumeReplication"],
            "MigrationFailed" => ["DisableMigration", "Migrate"],
            _ => ["DisableMigration"],
        };
    }
}

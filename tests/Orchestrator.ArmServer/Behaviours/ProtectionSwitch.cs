using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Turns the protection of a machine in Azure round, once its failover is committed: another item, in the other container.</summary>
internal static class ProtectionSwitch
{
    private const string State = "protectionState";

    public static ArmAnswer Start(ArmCall call, ArmResource container)
    {
        var item = call.World.Resources.Get($"{container.Id}/replicationProtectedItems/{call.Body.Text("properties", "replicationProtectedItemName")}");
        if (item.Body.Text("properties", State) != ProtectedItemBehaviour.Committed || item.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"The operation 'SwitchProtection' is not allowed on '{item.Name}' now.", "OperationNotAllowed");
        if (call.Body.Text("properties", "providerSpecificDetails", "instanceType") != "A2A")
            throw ArmErrorException.Bad("Only machines in Azure are turned round like this.");
        return ReplicationJobBehaviour.Start(call, item, SiteRecoveryAction.Of(item, "SwitchProtection", State, ("ReprotectInProgress", "ReprotectInProgress", ProtectedItemBehaviour.Committed))
            .Then(() => Turn(call, item)));
    }

    // The machine that was replicated is removed: its disks get the copy.
    private static void Turn(ArmCall call, ArmResource item)
    {
        var details = item.Body.At("properties", "providerSpecificDetails");
        var input = (JsonObject)call.Body.At("properties", "providerSpecificDetails")!.DeepClone();
        input["fabricObjectId"] = TargetMachines.IdOf(item, "");
        var turned = call.World.Seed($"{item.Body.Text("properties", "recoveryContainerId")}/replicationProtectedItems/{item.Name}-{Guid.NewGuid():N}", item.Body.Clone());
        turned.Properties["providerSpecificDetails"] = ReplicationDetails.Fresh(input);
        turned.Properties["recoveryContainerId"] = input.Text("recoveryContainerId");
        turned.Properties["activeLocation"] = "Primary";
        turned.Properties.Remove("failoverRecoveryPointId");
        ProtectedItemBehaviour.Seed(turned);
        call.World.Resources.Remove(details.Text("fabricObjectId")!);
        call.World.Resources.Remove(item.Id);
    }
}

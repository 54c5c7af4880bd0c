using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What replication needs around it: fabrics, containers and policies.</summary>
internal sealed class SiteRecoveryPartBehaviour(string kind) : IResourceBehaviour
{
    public string Type => $"Microsoft.RecoveryServices/vaults/{kind}";

    public OperationStyle PutStyle => OperationStyle.Both;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public int PutStatus(bool isNew) => 202;

    public bool HasBodyWhenAccepted => false;

    public bool HasProvisioningState => false;

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing) =>
        new() { ["properties"] = new JsonObject { ["friendlyName"] = call.Path.Name } };

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) =>
        call.Method == "POST" && action.Equals("switchprotection", StringComparison.OrdinalIgnoreCase) ? ProtectionSwitch.Start(call, resource) : null;
}

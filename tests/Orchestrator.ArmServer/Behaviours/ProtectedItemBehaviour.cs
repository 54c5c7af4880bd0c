using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Machines that Site Recovery protects: replication, test failover, failover, commit and the way back.</summary>
internal sealed class ProtectedItemBehaviour : IResourceBehaviour
{
    private const string State = "protectionState";

    // As machines in Azure were seen to show them.
    private const string Seeding = "UnprotectedStatesBegin";

    /// <summary>How an item stands whose failover is final.</summary>
    public const string Committed = "UnplannedFailoverCommitted";

    public string Type => "Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems";

    public OperationStyle PutStyle => OperationStyle.Both;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public int PutStatus(bool isNew) => 202;

    public bool HasBodyWhenAccepted => false;

    public bool HasProvisioningState => false;

    public void Check(ArmCall call, ArmResource? existing)
    {
        if (existing is not null && call.Method == "PUT")
            throw ArmErrorException.Conflict("Protection is already enabled for this machine.", "ProtectionAlreadyEnabled");
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing) => existing is not null ? sent : new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["friendlyName"] = call.Path.Name,
            ["policyId"] = sent.Text("properties", "policyId"),
            ["protectableItemId"] = sent.Text("properties", "protectableItemId") ?? "",
            ["recoveryContainerId"] = sent.Text("properties", "providerSpecificDetails", "recoveryContainerId") ?? "",
            [State] = "EnablingProtection",
            ["activeLocation"] = "Primary",
            ["testFailoverState"] = "None",
            ["replicationHealth"] = "Normal",
            ["failoverHealth"] = "Normal",
            ["healthErrors"] = new JsonArray(),
            ["allowedOperations"] = new JsonArray(),
            ["providerSpecificDetails"] = ReplicationDetails.Fresh(sent.At("properties", "providerSpecificDetails") as JsonObject ?? []),
        },
    };

    public void Ready(ArmCall call, ArmResource resource) => Seed(resource);

    public void Failed(ArmCall call, ArmResource resource) => resource.Properties[State] = "EnablingFailed";

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        if (resource.Operation is null && resource.Body.Text("properties", State) == Seeding)
        {
            var progress = Math.Min(100, 100 * resource.Count("seeding") / call.World.Options.PollsUntilDone);
            ReplicationDetails.Progress(resource, progress, call.World.Now);
            if (progress == 100)
                resource.Properties[State] = "Protected";
        }

        if (resource.Body.Text("properties", State) == "Protected")
            ReplicationDetails.Progress(resource, 100, call.World.Now);
        resource.Properties["allowedOperations"] = new JsonArray([.. Allowed(resource).Select(name => (JsonNode)name)]);
        return resource.Body.Clone();
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action)
    {
        if (call.Method == "GET" && action.Equals("recoveryPoints", StringComparison.OrdinalIgnoreCase))
            return RecoveryPoints(call, resource);
        if (call.Method != "POST" || ActionOf(call, resource, action) is not { } known)
            return null;
        if (!Allowed(resource).Contains(known.Name))
            throw ArmErrorException.Conflict($"The operation '{known.Name}' is not allowed on '{resource.Name}' now.", "OperationNotAllowed");
        return ReplicationJobBehaviour.Start(call, resource, known);
    }

    /// <summary>Lets everything be copied once.</summary>
    public static void Seed(ArmResource item)
    {
        item.Properties[State] = Seeding;
        item.Hidden.Remove("seeding");
    }

    private static SiteRecoveryAction? ActionOf(ArmCall call, ArmResource item, string action)
    {
        var state = item.Body.Text("properties", State)!;
        return action.ToUpperInvariant() switch
        {
            "TESTFAILOVER" => SiteRecoveryAction.Of(item, "TestFailover", "testFailoverState", ("TestFailoverInProgress", "WaitingForCompletion", "None"))
                .Then(() => TargetMachines.Make(call, item, "-test")),
            "TESTFAILOVERCLEANUP" => SiteRecoveryAction.Of(item, "TestFailoverCleanup", "testFailoverState", ("TestFailoverCleanupInProgress", "None", "WaitingForCompletion"))
                .Then(() => TargetMachines.Remove(call, item, "-test")),
            "PLANNEDFAILOVER" => Failover(call, item, "PlannedFailover"),
            "UNPLANNEDFAILOVER" => Failover(call, item, "UnplannedFailover"),
            "FAILOVERCOMMIT" => SiteRecoveryAction.Of(item, "Commit", State, ("CommitFailoverInProgress", Committed, state)),
            "APPLYRECOVERYPOINT" => SiteRecoveryAction.Of(item, "ChangePit", State, ("ChangePitInProgress", state, state))
                .Then(() => item.Properties["failoverRecoveryPointId"] = call.Body.Text("properties", "recoveryPointId")),
            "FAILOVERCANCEL" => SiteRecoveryAction.Of(item, "CancelFailover", State, ("CancelFailoverInProgress", "Protected", state)).Then(() => Move(item)),
            "REPROTECT" => SiteRecoveryAction.Of(item, "ReverseReplicate", State, ("ReprotectInProgress", Seeding, state)).Then(() => Seed(item)),
            "REMOVE" => new SiteRecoveryAction("DisableProtection", () => item.Properties[State] = "DisablingProtection",
                () => call.World.Resources.Remove(item.Id), () => item.Properties[State] = state),
            _ => null,
        };
    }

    private static SiteRecoveryAction Failover(ArmCall call, ArmResource item, string kind) =>
        SiteRecoveryAction.Of(item, kind, State, ($"{kind}InProgress", $"{kind}CommitPendingStatesBegin", "Protected")).Then(() =>
        {
            Move(item);
            item.Properties["failoverRecoveryPointId"] = call.Body.Text("properties", "providerSpecificDetails", "recoveryPointId") ?? "";
            item.Properties["lastSuccessfulFailoverTime"] = call.World.Now.Time();
            TargetMachines.Make(call, item, "");
        });

    private static void Move(ArmResource item) =>
        item.Properties["activeLocation"] = item.Body.Text("properties", "activeLocation") == "Primary" ? "Recovery" : "Primary";

    // One was just made, whenever somebody looks.
    private static ArmAnswer RecoveryPoints(ArmCall call, ArmResource item) => Pages.Answer(call, [.. Enumerable.Range(0, 2).Select(age => PointOf(item, call.World.Now.AddMinutes(-5 * age)))], int.MaxValue);

    private static JsonObject PointOf(ArmResource item, DateTimeOffset at) => new()
    {
        ["id"] = $"{item.Id}/recoveryPoints/{at.UtcTicks}",
        ["name"] = $"{at.UtcTicks}",
        ["type"] = $"{item.Type}/recoveryPoints",
        ["properties"] = new JsonObject { ["recoveryPointTime"] = at.Time(), ["recoveryPointType"] = "CrashConsistent" },
    };

    private static string[] Allowed(ArmResource item)
    {
        var isTested = item.Body.Text("properties", "testFailoverState") == "WaitingForCompletion";
        var state = item.Body.Text("properties", State) ?? "";
        return item.Operation is { IsDone: false } ? [] : state switch
        {
            "Protected" when isTested => ["TestFailoverCleanup"],
            // Machines in Azure are on no plan: nothing shuts them down and waits.
            "Protected" when item.Body.Text("properties", "providerSpecificDetails", "instanceType") == "A2A" => ["TestFailover", "UnplannedFailover", "DisableProtection"],
            "Protected" => ["TestFailover", "PlannedFailover", "UnplannedFailover", "DisableProtection"],
            Committed => ["ReverseReplicate", "DisableProtection"],
            _ when state.EndsWith("CommitPendingStatesBegin", StringComparison.Ordinal) => ["Commit", "ChangePit", "CancelFailover"],
            _ => ["DisableProtection"],
        };
    }
}

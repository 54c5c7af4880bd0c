using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Jobs of a vault: one for each operation on an item.</summary>
internal sealed class ReplicationJobBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.RecoveryServices/vaults/replicationJobs";

    public void Check(ArmCall call, ArmResource? existing) => throw new ArmErrorException(405, "MethodNotAllowed", "Jobs are made by operations.");

    /// <summary>Starts an operation on an item, with its job.</summary>
    public static ArmAnswer Start(ArmCall call, ArmResource item, SiteRecoveryAction action)
    {
        if (item.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Another operation on '{item.Id}' is in progress.", "OperationInProgress");
        var job = Open(call, item, action.Name);
        action.Begin();
        var operation = call.World.Operations.Start(call, item, call.Path.Tail ?? call.Method.ToLowerInvariant(), () =>
        {
            Close(call, item, job, "Succeeded");
            action.Complete();
            return item.Body.DeepClone();
        }, () =>
        {
            Close(call, item, job, "Failed");
            action.Fail();
        });
        return call.World.Operations.Headers(new ArmAnswer(202), operation, OperationStyle.Both);
    }

    public static ArmResource Open(ArmCall call, ArmResource item, string scenario)
    {
        var (vault, name) = (string.Join('/', item.Id.Split('/').Take(9)), Guid.NewGuid().ToString());
        var job = call.World.Seed($"{vault}/replicationJobs/{name}", new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["activityId"] = Guid.NewGuid().ToString(),
                ["scenarioName"] = scenario,
                ["friendlyName"] = scenario,
                ["state"] = "InProgress",
                ["stateDescription"] = "InProgress",
                ["tasks"] = new JsonArray(),
                ["errors"] = new JsonArray(),
                ["startTime"] = call.World.Now.Time(),
                ["targetObjectId"] = item.Id,
                ["targetObjectName"] = item.Name,
            },
        });
        return job;
    }

    public static void Close(ArmCall call, ArmResource item, ArmResource job, string state)
    {
        (job.Properties["state"], job.Properties["stateDescription"]) = (state, state);
        job.Properties["endTime"] = call.World.Now.Time();
        if (state == "Failed")
            job.Properties["errors"] = new JsonArray(new JsonObject { ["errorLevel"] = "Error", ["creationTime"] = call.World.Now.Time() });
        item.Properties.Remove("currentJob");
    }
}

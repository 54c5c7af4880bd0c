using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Runs of a Storage Mover job, which move on with every look.</summary>
internal sealed class JobRunBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.StorageMover/storageMovers/projects/jobDefinitions/jobRuns";

    public static string PlanName(string definitionId) => $"plan of {definitionId.ToUpperInvariant()}";

    public static bool IsActive(ArmResource run) => run.Body.Text("properties", "status") is not ("Succeeded" or "Failed" or "Canceled");

    public static JsonObject Fresh(ArmResource definition) => new()
    {
        ["status"] = "Queued",
        ["scanStatus"] = "NotStarted",
        ["agentName"] = definition.Body.Text("properties", "agentName"),
        ["sourceName"] = definition.Body.Text("properties", "sourceName"),
        ["targetName"] = definition.Body.Text("properties", "targetName"),
        ["provisioningState"] = "Succeeded",
    };

    public void Check(ArmCall call, ArmResource? existing) => throw new ArmErrorException(405, "MethodNotAllowed", "Runs are made by startJob.");

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        if (IsActive(resource))
            Advance(call.World, resource);
        return resource.Body.Clone();
    }

    /// <summary>Shows the state of the run at its definition.</summary>
    public static void Show(ArmWorld world, ArmResource run)
    {
        var properties = world.Resources.Get(new ArmPath(run.Id).ParentId).Properties;
        (properties["latestJobRunName"], properties["latestJobRunResourceId"]) = (run.Name, run.Id);
        properties["latestJobRunStatus"] = run.Body.Text("properties", "status");
    }

    private static void Advance(ArmWorld world, ArmResource run)
    {
        var (looks, all) = (run.Count("looks"), world.Options.PollsUntilDone);
        var properties = run.Properties;
        var isCanceled = properties.Text("status") == "CancelRequested";
        var isEnding = looks >= all || isCanceled;
        properties["status"] = isCanceled ? "Canceled" : !isEnding ? "Running" : run.Hidden.ContainsKey("failure") ? "Failed" : "Succeeded";
        properties["scanStatus"] = isEnding ? "Completed" : "Scanning";
        properties["executionStartTime"] ??= world.Now.Time();
        properties["lastStatusUpdate"] = world.Now.Time();
        Count(world, run, Math.Min(looks, all), all);
        if (isEnding)
            properties["executionEndTime"] = world.Now.Time();
        if (properties.Text("status") == "Failed")
            properties["error"] = new JsonObject { ["code"] = run.Hidden["failure"], ["message"] = run.Hidden["message"] };
        Show(world, run);
    }

    private static void Count(ArmWorld world, ArmResource run, int part, int whole)
    {
        var plan = world.Texts.GetValueOrDefault(PlanName(new ArmPath(run.Id).ParentId!), "0 0 0").Split(' ')
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var (items, bytes, failed) = (plan[0] * part / whole, plan[1] * part / whole, plan[2] * part / whole);
        var properties = run.Properties;
        (properties["itemsScanned"], properties["itemsFailed"], properties["itemsTransferred"]) = (items, failed, items - failed);
        (properties["itemsExcluded"], properties["itemsUnsupported"], properties["itemsNoTransferNeeded"]) = (0, 0, 0);
        (properties["bytesScanned"], properties["bytesTransferred"], properties["bytesFailed"]) = (bytes, bytes, 0);
    }
}

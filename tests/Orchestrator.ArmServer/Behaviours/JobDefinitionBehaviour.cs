using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What a Storage Mover copies; it can be started and stopped.</summary>
internal sealed class JobDefinitionBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.StorageMover/storageMovers/projects/jobDefinitions";

    public int PutStatus(bool isNew) => 200;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public void Check(ArmCall call, ArmResource? existing)
    {
        foreach (var end in (string[])["sourceName", "targetName"])
        {
            if (call.Body.Text("properties", end) is { } name && call.World.Resources.Find(EndpointId(call.Path, name)) is null)
                throw ArmErrorException.Bad($"The endpoint '{name}' does not exist.", "InvalidEndpoint");
        }
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        sent.Remove("location");
        var properties = sent.Child("properties");
        if (properties.Text("sourceName") is { } source)
            properties["sourceResourceId"] = EndpointId(call.Path, source);
        if (properties.Text("targetName") is { } target)
            properties["targetResourceId"] = EndpointId(call.Path, target);
        return sent;
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("POST", "STARTJOB") => Start(call, resource),
        ("POST", "STOPJOB") => Stop(call, resource),
        _ => null,
    };

    private static ArmAnswer Start(ArmCall call, ArmResource definition)
    {
        if (Active(call, definition) is { } active)
            throw ArmErrorException.Conflict($"The job run {active.Name} has not ended.", "JobRunActive");
        if (definition.Body.Text("properties", "agentName") is null)
            throw ArmErrorException.Conflict("The job definition has no agent.", "AgentNotAssigned");
        var id = $"{definition.Id}/jobRuns/{Guid.NewGuid()}";
        var run = call.World.Seed(id, new JsonObject { ["properties"] = JobRunBehaviour.Fresh(definition) });
        if (call.World.Faults.TakeOperationFailure(call.Method, call.RawPath) is { } failure)
            (run.Hidden["failure"], run.Hidden["message"]) = (failure.Code, failure.Message);
        call.World.Operations.Note(call, "startJob", run.Name);
        JobRunBehaviour.Show(call.World, run);
        return new ArmAnswer(200, new JsonObject { ["jobRunResourceId"] = id });
    }

    private static ArmAnswer Stop(ArmCall call, ArmResource definition)
    {
        var run = Active(call, definition) ?? throw ArmErrorException.Conflict("No job run is active.", "JobRunNotActive");
        run.Properties["status"] = "CancelRequested";
        JobRunBehaviour.Show(call.World, run);
        return new ArmAnswer(200, new JsonObject { ["jobRunResourceId"] = run.Id });
    }

    private static ArmResource? Active(ArmCall call, ArmResource definition) => call.World.Resources
        .List(definition.Id, "Microsoft.StorageMover/storageMovers/projects/jobDefinitions/jobRuns").FirstOrDefault(JobRunBehaviour.IsActive);

    private static string EndpointId(ArmPath path, string name) =>
        $"/{string.Join('/', path.Segments.Take(8))}/endpoints/{name}";
}

using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Scripts as resources of a machine, which can be asked again what they said.</summary>
internal sealed class RunCommandBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.Compute/virtualMachines/runCommands";

    public OperationStyle PutStyle => OperationStyle.AsyncOperation;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public void Check(ArmCall call, ArmResource? existing)
    {
        if (!VirtualMachineBehaviour.IsRunning(call.World.Resources.Get(call.Path.ParentId)))
            throw ArmErrorException.Conflict("The operation requires the VM to be running.", "OperationNotAllowed");
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        // Protected ones are taken from the request when it runs, and never kept.
        var properties = sent.Child("properties");
        properties.Remove("protectedParameters");
        properties.Remove("runAsPassword");
        properties.Remove("instanceView");
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew) => resource.Hidden.Remove("output");

    public void Ready(ArmCall call, ArmResource resource)
    {
        var parameters = call.Body.Items("properties", "parameters").Concat(call.Body.Items("properties", "protectedParameters"));
        var script = resource.Body.Text("properties", "source", "script") ?? resource.Body.Text("properties", "source", "commandId") ?? "";
        var output = call.World.RunCommand(new RunCommandCall(
            call.Path.ParentId!, script, parameters.ToDictionary(item => item.Text("name")!, item => item.Text("value")!)));
        resource.Hidden["output"] = View(output, call.World.Now).ToJsonString();
        if (output.ExitCode != 0 && resource.Body.IsTrue("properties", "treatFailureAsDeploymentFailure"))
            resource.Properties["provisioningState"] = "Failed";
    }

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        var view = resource.Body.Clone();
        if (call.Query.GetValueOrDefault("$expand")?.Equals("instanceView", StringComparison.OrdinalIgnoreCase) == true)
            view.Child("properties")["instanceView"] = resource.Hidden.TryGetValue("output", out var output)
                ? JsonNode.Parse(output)
                : new JsonObject { ["executionState"] = "Running", ["output"] = "", ["error"] = "" };
        return view;
    }

    private static JsonObject View(RunCommandOutput output, DateTimeOffset now) => new()
    {
        ["executionState"] = output.ExitCode == 0 ? "Succeeded" : "Failed",
        ["executionMessage"] = "Execution completed",
        ["exitCode"] = output.ExitCode,
        ["output"] = output.Output,
        ["error"] = output.Error,
        ["startTime"] = now.Time(),
        ["endTime"] = now.Time(),
    };
}

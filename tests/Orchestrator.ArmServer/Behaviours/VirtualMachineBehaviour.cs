using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Machines: their disks and interfaces, power, scripts and boot diagnostics.</summary>
internal sealed class VirtualMachineBehaviour : IResourceBehaviour
{
    private const string Power = "power";

    public string Type => "Microsoft.Compute/virtualMachines";

    public OperationStyle PutStyle => OperationStyle.AsyncOperation;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public static bool IsRunning(ArmResource machine) => PowerOf(machine) == "running";

    public static string PowerOf(ArmResource machine) => machine.Hidden.GetValueOrDefault(Power, "running");

    public static void SeedPower(ArmResource machine, string power) => machine.Hidden[Power] = power;

    public void Check(ArmCall call, ArmResource? existing)
    {
        var profile = call.Body.At("properties", "storageProfile");
        foreach (var disk in profile.Items("dataDisks").Concat(profile.At("osDisk") is JsonObject system ? [system] : []))
            MachineDisks.CheckAttachable(call, disk);
        if (existing is not null)
            MachineDisks.CheckSwap(call, existing, isDeallocated: PowerOf(existing) == "deallocated");
        foreach (var wanted in call.Body.Items("properties", "networkProfile", "networkInterfaces"))
        {
            var card = call.World.Resources.Find(wanted.Text("id"))
                ?? throw ArmErrorException.Bad($"Resource {wanted.Text("id")} referenced by resource {call.Path.Id} was not found.", "InvalidResourceReference");
            if (card.Body.Text("properties", "virtualMachine", "id") is { } owner && !owner.Equals(call.Path.Id, StringComparison.OrdinalIgnoreCase))
                throw ArmErrorException.Conflict($"Network interface {card.Id} is used by {owner}.", "NicInUse");
        }
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var properties = sent.Child("properties");
        properties["vmId"] = existing?.Body.Text("properties", "vmId") ?? Guid.NewGuid().ToString();
        properties["timeCreated"] = existing?.Body.Text("properties", "timeCreated") ?? call.World.Now.Time();
        properties.Remove("instanceView");
        // What must be kept secret is never shown again.
        foreach (var secret in (string[])["adminPassword", "customData"])
            (properties["osProfile"] as JsonObject)?.Remove(secret);
        properties.Remove("userData");
        if (existing is not null)
            MachineDisks.Detach(call, existing, kept: sent);
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
        MachineDisks.Attach(call, resource, IsRunning(resource));
        foreach (var card in resource.Body.Items("properties", "networkProfile", "networkInterfaces"))
            call.World.Resources.Get(card.Text("id")).Properties["virtualMachine"] = new JsonObject { ["id"] = resource.Id };
    }

    public void Gone(ArmCall call, ArmResource resource)
    {
        MachineDisks.Detach(call, resource);
        MachineDisks.DeleteOwned(call, resource);
        foreach (var card in resource.Body.Items("properties", "networkProfile", "networkInterfaces"))
            call.World.Resources.Find(card.Text("id"))?.Properties.Remove("virtualMachine");
    }

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        var view = resource.Body.Clone();
        if (call.Query.GetValueOrDefault("$expand")?.Contains("instanceView", StringComparison.OrdinalIgnoreCase) == true)
            view.Child("properties")["instanceView"] = InstanceView(call, resource);
        return view;
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("GET", "INSTANCEVIEW") => new ArmAnswer(200, InstanceView(call, resource)),
        ("POST", "START") => SetPower(call, resource, "running"),
        ("POST", "RESTART") => SetPower(call, resource, IsRunning(resource) ? "running" : throw NotRunning(resource)),
        ("POST", "POWEROFF") => SetPower(call, resource, "stopped"),
        ("POST", "DEALLOCATE") => SetPower(call, resource, "deallocated"),
        ("POST", "RUNCOMMAND") => Run(call, resource),
        ("POST", "RETRIEVEBOOTDIAGNOSTICSDATA") => BootDiagnostics(call, resource),
        _ => null,
    };

    private static ArmAnswer SetPower(ArmCall call, ArmResource resource, string power)
    {
        CheckIdle(resource);
        if (power == "running")
            MachineDisks.CheckClosed(call, resource);
        return Start(call, resource, () =>
        {
            resource.Hidden[Power] = power;
            MachineDisks.Show(call, resource, power == "deallocated" ? "Reserved" : "Attached");
            return null;
        });
    }

    private static ArmAnswer Run(ArmCall call, ArmResource resource)
    {
        CheckIdle(resource);
        if (!IsRunning(resource))
            throw NotRunning(resource);
        var script = string.Join('\n', (call.Body["script"] as JsonArray ?? []).Select(line => line?.GetValue<string>()));
        var parameters = call.Body.Items("parameters").ToDictionary(item => item.Text("name")!, item => item.Text("value")!);
        var command = call.Body.Text("commandId") ?? "";
        return Start(call, resource, () =>
        {
            var output = call.World.RunCommand(new RunCommandCall(resource.Id, script.Length > 0 ? script : command, parameters));
            return RunCommandTexts.Result(command, output);
        });
    }

    private static ArmAnswer Start(ArmCall call, ArmResource resource, Func<JsonNode?> complete)
    {
        var operation = call.World.Operations.Start(call, resource, call.Path.Tail!, complete);
        return call.World.Operations.Headers(new ArmAnswer(202), operation, OperationStyle.Both);
    }

    private static ArmAnswer BootDiagnostics(ArmCall call, ArmResource resource)
    {
        if (!resource.Body.IsTrue("properties", "diagnosticsProfile", "bootDiagnostics", "enabled"))
            throw ArmErrorException.Conflict("Boot diagnostics is not enabled for this virtual machine.", "OperationNotAllowed");
        var log = TextName(resource.Id, "serialconsole.log");
        call.World.Texts.TryAdd(log, "");
        call.World.Texts.TryAdd(TextName(resource.Id, "screenshot.bmp"), "BM");
        return new ArmAnswer(200, new JsonObject
        {
            ["consoleScreenshotBlobUri"] = call.World.AddressOf(TextName(resource.Id, "screenshot.bmp")),
            ["serialConsoleLogBlobUri"] = call.World.AddressOf(log),
        });
    }

    public static string TextName(string id, string file) => $"{id.Trim('/').ToUpperInvariant().Replace('/', '-')}.{file}";

    private static JsonObject InstanceView(ArmCall call, ArmResource resource)
    {
        if (call.Path.Tail is not null)
            resource.Operation?.Poll();
        var power = PowerOf(resource);
        var state = resource.Body.Text("properties", "provisioningState") ?? "Succeeded";
        var view = new JsonObject
        {
            ["statuses"] = new JsonArray(
                Status($"ProvisioningState/{state.ToLowerInvariant()}", $"Provisioning {state.ToLowerInvariant()}", call.World.Now),
                Status($"PowerState/{power}", $"VM {power}", null)),
        };
        if (power == "running")
            view["vmAgent"] = new JsonObject { ["vmAgentVersion"] = "2.9.1.1", ["statuses"] = new JsonArray(Status("ProvisioningState/succeeded", "Ready", call.World.Now)) };
        return view;
    }

    private static JsonObject Status(string code, string text, DateTimeOffset? time)
    {
        var status = new JsonObject { ["code"] = code, ["level"] = "Info", ["displayStatus"] = text };
        if (time is { } known)
            status["time"] = known.Time();
        return status;
    }

    private static void CheckIdle(ArmResource resource)
    {
        if (resource.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Another operation on '{resource.Id}' is in progress.", "AnotherOperationInProgress");
    }

    private static ArmErrorException NotRunning(ArmResource resource) =>
        ArmErrorException.Conflict($"The operation requires the VM '{resource.Name}' to be running.", "OperationNotAllowed");
}

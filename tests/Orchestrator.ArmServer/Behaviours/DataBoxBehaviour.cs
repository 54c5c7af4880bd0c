using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Orders of a Data Box, which move on when a test says so.</summary>
internal sealed class DataBoxBehaviour : IResourceBehaviour
{
    private static readonly string[] Stages = ["DeviceOrdered", "DevicePrepared", "Dispatched", "Delivered", "PickedUp", "AtAzureDC", "DataCopy", "Completed"];
    private static readonly string[] Ends = ["Completed", "CompletedWithErrors", "CompletedWithWarnings", "Cancelled", "Aborted"];

    public string Type => "Microsoft.DataBox/jobs";

    public OperationStyle PutStyle => OperationStyle.Location;

    public OperationStyle DeleteStyle => OperationStyle.Location;

    public int PutStatus(bool isNew) => 202;

    public bool HasBodyWhenAccepted => false;

    public bool HasProvisioningState => false;

    public static string LogName(string jobId) => VirtualMachineBehaviour.TextName(jobId, "copylog.xml");

    public static string Advance(ArmWorld world, string jobId, string? stage)
    {
        var job = world.Resources.Get(jobId);
        var now = Array.IndexOf(Stages, job.Body.Text("properties", "status"));
        var next = stage ?? (now >= 0 && now + 1 < Stages.Length ? Stages[now + 1] : throw new InvalidOperationException($"{jobId} has ended."));
        Show(world, job, next);
        return next;
    }

    public void Check(ArmCall call, ArmResource? existing)
    {
        if (existing is not null && call.Method == "PUT")
            throw ArmErrorException.Conflict("An order with this name already exists.", "JobAlreadyExists");
        foreach (var account in call.Body.Items("properties", "details", "dataImportDetails"))
        {
            if (account.Text("accountDetails", "storageAccountId") is null && account.Text("accountDetails", "resourceGroupId") is null)
                throw ArmErrorException.Bad("An account of the order has no storageAccountId.", "ValidationError");
        }
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        (sent.Child("properties")["details"] as JsonObject)?.Remove("devicePassword");
        sent.Child("properties")["startTime"] ??= call.World.Now.Time();
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
        if (isNew)
            Show(call.World, resource, "DeviceOrdered");
    }

    public void CheckDelete(ArmCall call, ArmResource resource)
    {
        if (!resource.Body.IsTrue("properties", "isDeletable"))
            throw ArmErrorException.Conflict("An order that has not ended cannot be deleted: cancel it first.", "JobNotDeletable");
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("POST", "CANCEL") => Cancel(call, resource),
        ("POST", "LISTCREDENTIALS") => Credentials(resource),
        ("POST", "MARKDEVICESSHIPPED") => new ArmAnswer(204),
        _ => null,
    };

    private static ArmAnswer Cancel(ArmCall call, ArmResource resource)
    {
        if (!resource.Body.IsTrue("properties", "isCancellable"))
            throw ArmErrorException.Conflict("The order can no longer be cancelled.", "JobNotCancellable");
        Show(call.World, resource, "Cancelled");
        resource.Properties["cancellationReason"] = call.Body.Text("reason");
        return new ArmAnswer(204);
    }

    private static ArmAnswer Credentials(ArmResource resource)
    {
        if (Array.IndexOf(Stages, resource.Body.Text("properties", "status")) < 1)
            throw ArmErrorException.Conflict("The credentials are there once the device is prepared.", "JobNotReady");
        var device = new JsonObject
        {
            ["deviceSerialNumber"] = "TEST0001",
            ["devicePassword"] = "not-a-secret",
            ["networkConfigurations"] = new JsonArray(),
            ["accountCredentialDetails"] = new JsonArray(),
        };
        var secrets = new JsonObject { ["jobSecretsType"] = resource.Body.Text("sku", "name"), ["podSecrets"] = new JsonArray(device) };
        return new ArmAnswer(200, new JsonObject
        {
            ["value"] = new JsonArray(new JsonObject { ["jobName"] = resource.Name, ["jobSecrets"] = secrets }),
        });
    }

    private static void Show(ArmWorld world, ArmResource job, string stage)
    {
        var (index, properties) = (Array.IndexOf(Stages, stage), job.Properties);
        properties["status"] = stage;
        properties["isCancellable"] = index is >= 0 and < 3;
        properties["isCancellableWithoutFee"] = index == 0;
        properties["isDeletable"] = Ends.Contains(stage);
        properties["isShippingAddressEditable"] = index is >= 0 and < 2;
        var details = properties.Child("details");
        details["jobStages"] = new JsonArray([.. Stages.Select((name, at) => (JsonNode)new JsonObject
        {
            ["stageName"] = name,
            ["displayName"] = name,
            ["stageStatus"] = Ends.Contains(stage) && index < 0 ? "Cancelled" : at < index || stage == "Completed" ? "Succeeded" : at == index ? "InProgress" : "None",
        })]);
        if (index == Array.IndexOf(Stages, "DataCopy") || Ends.Contains(stage) && stage != "Cancelled")
            ShowCopy(world, job, details, isDone: Ends.Contains(stage));
    }

    private static void ShowCopy(ArmWorld world, ArmResource job, JsonObject details, bool isDone)
    {
        var type = details.Text("jobDetailsType") ?? "DataBox";
        var accounts = details.Items("dataImportDetails").Select(item => item.Text("accountDetails", "storageAccountId") ?? "").ToList();
        details["copyProgress"] = new JsonArray([.. accounts.Select(id => (JsonNode)new JsonObject
        {
            ["storageAccountName"] = id.Split('/')[^1],
            ["accountId"] = id,
            ["transferType"] = "ImportToAzure",
            ["dataAccountType"] = "StorageAccount",
            ["bytesProcessed"] = isDone ? 1 << 30 : 1 << 29,
            ["totalBytesToProcess"] = 1 << 30,
            ["filesProcessed"] = isDone ? 100 : 50,
            ["totalFilesToProcess"] = 100,
            ["filesErroredOut"] = 0,
        })]);
        if (!isDone)
            return;
        world.Texts.TryAdd(LogName(job.Id), "<CopyLog></CopyLog>");
        details["copyLogDetails"] = new JsonArray([.. accounts.Select(id => (JsonNode)new JsonObject
        {
            ["copyLogDetailsType"] = type,
            ["accountName"] = id.Split('/')[^1],
            ["copyLogLink"] = world.AddressOf(LogName(job.Id)),
        })]);
    }
}

using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Disks and snapshots: empty, uploaded, imported and copied ones, and the access to their contents.</summary>
internal sealed class DiskBehaviour(string kind) : IResourceBehaviour
{
    private const string Looks = "looks";

    // The footer of a VHD, which is uploaded with it and no part of the disk.
    private const int FooterBytes = 512;

    public string Type => $"Microsoft.Compute/{kind}";

    public OperationStyle PutStyle => OperationStyle.Both;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public int PutStatus(bool isNew) => 202;

    public void Check(ArmCall call, ArmResource? existing)
    {
        var creation = call.Body.At("properties", "creationData") as JsonObject;
        if (existing is null && creation is null)
            throw ArmErrorException.Bad("Required parameter 'creationData' is missing (null).");
        if (existing is not null && creation.Text("createOption") is { } option && option != existing.Body.Text("properties", "creationData", "createOption"))
            throw ArmErrorException.Conflict("Changing property 'creationData' is not allowed for an existing disk.", "PropertyChangeNotAllowed");
        if (creation.Text("createOption") == "Upload" && creation.Number("uploadSizeBytes") is not >= (20 << 20) + FooterBytes)
            throw ArmErrorException.Bad("The value of parameter 'uploadSizeBytes' must be 20971520 at least, and 512 for the footer.");
        if (creation.Text("sourceResourceId") is { } source)
            CheckSource(call, source);
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        if (existing is not null)
        {
            var kept = existing.Body.Clone();
            kept.Merge(sent);
            return kept;
        }

        var properties = sent.Child("properties");
        var size = SizeOf(call, properties);
        properties["timeCreated"] = call.World.Now.Time();
        properties["uniqueId"] = Guid.NewGuid().ToString();
        properties["diskSizeBytes"] = size;
        properties["diskSizeGB"] ??= (size + (1 << 30) - 1) / (1 << 30);
        properties["diskState"] = properties.Text("creationData", "createOption") == "Upload" ? "ReadyToUpload" : "Unattached";
        Inherit(call, properties);
        if (properties.IsTrue("incremental"))
            properties["incrementalSnapshotFamilyId"] = Guid.NewGuid().ToString();
        if (IsBackgroundCopy(properties))
            properties["completionPercent"] = 0.0;
        return sent;
    }

    public void Ready(ArmCall call, ArmResource resource)
    {
        var creation = resource.Body.At("properties", "creationData");
        if (call.Method != "PUT" || call.World.Disks.Has(resource.Id))
            return;
        if (creation.Text("createOption") is "Copy" or "CopyStart" or "Restore")
            call.World.Disks.CopyFrom(resource.Id, creation.Text("sourceResourceId"), null);
        else if (creation.Text("createOption") == "Import")
            call.World.Disks.CopyFrom(resource.Id, null, creation.Text("sourceUri"));
    }

    public void CheckDelete(ArmCall call, ArmResource resource)
    {
        if (resource.Body.Text("managedBy") is { } owner)
            throw ArmErrorException.Conflict($"Disk {resource.Name} is attached to VM {owner}.", "OperationNotAllowed");
        if (resource.Body.Text("properties", "diskState") is "ActiveSAS" or "ActiveUpload")
            throw ArmErrorException.Conflict($"There is an active shared access signature outstanding for disk {resource.Name}. Call EndGetAccess to revoke it.", "OperationNotAllowed");
    }

    public void Gone(ArmCall call, ArmResource resource) => call.World.Disks.Delete(resource.Id);

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        // A copy to another region goes on after the operation that started it, and shows how far it is.
        if (resource.Operation is null && resource.Body.Number("properties", "completionPercent") is < 100)
            resource.Properties["completionPercent"] = Math.Min(100.0, 100.0 * resource.Count(Looks) / call.World.Options.PollsUntilDone);
        return resource.Body.Clone();
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("POST", "BEGINGETACCESS") => BeginAccess(call, resource),
        ("POST", "ENDGETACCESS") => EndAccess(call, resource),
        _ => null,
    };

    private static ArmAnswer BeginAccess(ArmCall call, ArmResource resource)
    {
        if (resource.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Another operation on '{resource.Id}' is in progress.", "AnotherOperationInProgress");
        var (state, access) = (resource.Body.Text("properties", "diskState"), call.Body.Text("access") ?? "None");
        var isUpload = state is "ReadyToUpload" or "ActiveUpload";
        if (state is "Attached" || isUpload != (access == "Write")
            || resource.Body.Number("properties", "completionPercent") is < 100)
            throw ArmErrorException.Conflict($"Access '{access}' cannot be granted on '{resource.Name}' in state '{state}'.", "OperationNotAllowed");
        var duration = TimeSpan.FromSeconds(call.Body.Number("durationInSeconds") ?? 3600);
        return Start(call, resource, () =>
        {
            if (isUpload)
                call.World.Disks.Create(resource.Id, resource.Body.Number("properties", "creationData", "uploadSizeBytes")!.Value);
            resource.Properties["diskState"] = isUpload ? "ActiveUpload" : "ActiveSAS";
            return new JsonObject { ["accessSAS"] = call.World.Disks.Grant(resource.Id, access, duration).ToString() };
        });
    }

    private static ArmAnswer EndAccess(ArmCall call, ArmResource resource)
    {
        if (resource.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Another operation on '{resource.Id}' is in progress.", "AnotherOperationInProgress");
        return Start(call, resource, () =>
        {
            call.World.Disks.Revoke(resource.Id);
            if (resource.Body.Text("properties", "diskState") is "ActiveSAS" or "ActiveUpload")
                resource.Properties["diskState"] = resource.Body.Text("managedBy") is null ? "Unattached" : "Reserved";
            return null;
        });
    }

    private static ArmAnswer Start(ArmCall call, ArmResource resource, Func<JsonNode?> complete)
    {
        var operation = call.World.Operations.Start(call, resource, call.Path.Tail!, complete);
        return call.World.Operations.Headers(new ArmAnswer(202), operation, OperationStyle.Both);
    }

    private static void CheckSource(ArmCall call, string id)
    {
        var source = call.World.Resources.Find(id) ?? throw ArmErrorException.NotFound(id);
        var isElsewhere = source.Body.Text("location")?.Equals(call.Body.Text("location"), StringComparison.OrdinalIgnoreCase) == false;
        if (isElsewhere && call.Body.Text("properties", "creationData", "createOption") != "CopyStart")
            throw ArmErrorException.Bad($"Source {source.Id} is in another region: use createOption CopyStart with an incremental snapshot.");
        if (source.Body.Number("properties", "completionPercent") is < 100)
            throw ArmErrorException.Conflict($"The copy to {source.Id} has not ended.", "OperationNotAllowed");
    }

    // A copy holds the system of what it is a copy of, and its security type.
    private static void Inherit(ArmCall call, JsonObject properties)
    {
        var source = call.World.Resources.Find(properties.Text("creationData", "sourceResourceId"));
        foreach (var name in (string[])["osType", "hyperVGeneration", "securityProfile"])
        {
            if (source?.Body.At("properties", name) is { } value)
                properties[name] ??= value.DeepClone();
        }
    }

    private static bool IsBackgroundCopy(JsonObject properties) => properties.Text("creationData", "createOption") == "CopyStart";

    private static long SizeOf(ArmCall call, JsonObject properties)
    {
        if (properties.Number("creationData", "uploadSizeBytes") is { } upload)
            return upload - FooterBytes;
        if (properties.Number("diskSizeGB") is { } gigabytes)
            return gigabytes << 30;
        var source = call.World.Resources.Find(properties.Text("creationData", "sourceResourceId"));
        return source?.Body.Number("properties", "diskSizeBytes") ?? (source?.Body.Number("properties", "diskSizeGB") ?? 1) << 30;
    }
}

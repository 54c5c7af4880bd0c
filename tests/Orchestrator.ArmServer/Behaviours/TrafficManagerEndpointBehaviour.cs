using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Endpoints of one kind, each a part of its profile's body.</summary>
internal sealed class TrafficManagerEndpointBehaviour(string kind) : IResourceBehaviour
{
    public string Type => $"Microsoft.Network/trafficmanagerprofiles/{kind}";

    public bool HasProvisioningState => false;

    public JsonObject? DeletedBody => [];

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var profile = call.World.Resources.Get(call.Path.ParentId);
        (sent["name"], sent["type"]) = (call.Path.Name, kind);
        sent.Remove("location");
        TrafficManagerBehaviour.Complete(profile.Id, profile.Properties, sent);
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
        resource.Body["type"] = $"Microsoft.Network/trafficManagerProfiles/{kind}";
        Replace(call, resource, resource.Body.Clone());
    }

    public void Gone(ArmCall call, ArmResource resource) => Replace(call, resource, null);

    private static void Replace(ArmCall call, ArmResource endpoint, JsonObject? body)
    {
        var profile = call.World.Resources.Get(call.Path.ParentId);
        var endpoints = profile.Properties["endpoints"] as JsonArray ?? [];
        profile.Properties["endpoints"] = endpoints;
        foreach (var old in endpoints.OfType<JsonObject>().Where(old => old.Text("name") == endpoint.Name).ToList())
            endpoints.Remove(old);
        if (body is not null)
            endpoints.Add(body);
        profile.Touch();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Traffic Manager profiles; their endpoints are part of them and can be reached one by one as well.</summary>
internal sealed class TrafficManagerBehaviour : IResourceBehaviour
{
    private const string Looks = "monitorLooks";

    public string Type => "Microsoft.Network/trafficmanagerprofiles";

    public bool HasPages => false;

    public bool HasProvisioningState => false;

    public JsonObject? DeletedBody => [];

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var properties = sent.Child("properties");
        foreach (var endpoint in properties.Items("endpoints").ToList())
        {
            Complete(call.Path.Id, properties, endpoint);
            if (endpoint.Text("properties", "endpointStatus") != "Disabled")
                endpoint.Child("properties")["endpointMonitorStatus"] = StatusAfter(existing?.Body.Items("properties", "endpoints").FirstOrDefault(former => former.Text("name") == endpoint.Text("name")));
        }

        if (properties["endpoints"] is null)
            properties["endpoints"] = existing?.Body.At("properties", "endpoints")?.DeepClone() ?? new JsonArray();
        if (properties["dnsConfig"] is JsonObject dns)
            dns["fqdn"] = $"{dns.Text("relativeName")}.trafficmanager.example";
        properties["profileStatus"] ??= "Enabled";
        properties.Child("monitorConfig")["profileMonitorStatus"] = MonitorStatus(properties);
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew) => Mirror(call, resource);

    // The monitor judges an endpoint that was enabled only after it has looked at it: after so many looks at the profile here, one by default.
    public JsonObject View(ArmCall call, ArmResource resource)
    {
        var view = resource.Body.Clone();
        var left = int.Parse(resource.Hidden.GetValueOrDefault(Looks, "1"), CultureInfo.InvariantCulture) - 1;
        resource.Hidden[Looks] = (left > 0 ? left : 1).ToString(CultureInfo.InvariantCulture);
        if (left > 0)
            return view;
        foreach (var endpoint in resource.Body.Items("properties", "endpoints").Where(endpoint => endpoint.Text("properties", "endpointMonitorStatus") == "CheckingEndpoint"))
            endpoint.Child("properties")["endpointMonitorStatus"] = "Online";
        return view;
    }

    public static void SeedLooks(ArmResource profile, int looks) => profile.Hidden[Looks] = looks.ToString(CultureInfo.InvariantCulture);

    private static string StatusAfter(JsonObject? former) =>
        former?.Text("properties", "endpointStatus") is null or "Disabled" ? "CheckingEndpoint" : former.Text("properties", "endpointMonitorStatus") ?? "Online";

    /// <summary>Fills in what the service knows about an endpoint, and refuses what cannot be.</summary>
    public static void Complete(string profileId, JsonObject profile, JsonObject endpoint)
    {
        var type = (endpoint.Text("type") ?? "externalEndpoints").Split('/')[^1];
        endpoint["id"] = $"{profileId}/{type}/{endpoint.Text("name")}";
        endpoint["type"] = $"Microsoft.Network/trafficManagerProfiles/{type}";
        var properties = endpoint.Child("properties");
        foreach (var number in (string[])["weight", "priority"])
        {
            if (properties.Number(number) is < 1 or > 1000)
                throw ArmErrorException.Bad($"The {number} of endpoint '{endpoint.Text("name")}' must be 1 to 1000.", "BadRequest");
        }

        properties["endpointStatus"] ??= "Enabled";
        properties["weight"] ??= 1;
        properties["priority"] ??= profile.Items("endpoints").Max(other => other.Number("properties", "priority") ?? 0) + 1;
        properties["endpointMonitorStatus"] = properties.Text("endpointStatus") == "Disabled" ? "Disabled" : "Online";
        if (profile.Items("endpoints").Any(other => other != endpoint && other.Text("name") != endpoint.Text("name")
            && other.Number("properties", "priority") == properties.Number("priority")))
            throw ArmErrorException.Bad("Two endpoints have the same priority.", "BadRequest");
    }

    /// <summary>Makes the endpoints reachable as resources.</summary>
    public static void Mirror(ArmCall call, ArmResource profile)
    {
        foreach (var old in call.World.Resources.In(profile.Id).Where(inside => inside != profile).ToList())
            call.World.Resources.Remove(old.Id);
        foreach (var endpoint in profile.Body.Items("properties", "endpoints"))
            call.World.Seed(endpoint.Text("id")!, endpoint);
        profile.Properties.Child("monitorConfig")["profileMonitorStatus"] = MonitorStatus(profile.Properties);
    }

    private static string MonitorStatus(JsonObject properties) => properties.Text("profileStatus") == "Disabled" ? "Disabled"
        : properties.Items("endpoints").Any(endpoint => endpoint.Text("properties", "endpointStatus") != "Disabled") ? "Online" : "Inactive";
}

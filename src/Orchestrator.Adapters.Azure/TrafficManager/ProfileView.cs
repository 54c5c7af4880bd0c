using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>A profile as it was read.</summary>
internal sealed class ProfileView
{
    private readonly JsonObject _body;
    private readonly TrafficManagerSettings _settings;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="AdapterException">It has no such endpoint, or routes in another way.</exception>
    public ProfileView(ArmAnswer answer, TrafficManagerSettings settings)
    {
        (_body, _settings, ETag) = (JsonObject.Create(answer.Body)!, settings, answer.ETag);
        var method = answer.Body.Text("properties", "trafficRoutingMethod");
        if (method is not ("Weighted" or "Priority"))
            throw new AdapterException($"it routes by {method}", $"Traffic Manager profile {settings.Profile}", "Use a profile that routes by Weighted or Priority", isTransient: false);
        IsByPriority = method == "Priority";
        Shares = new(EndpointShare.Of(Endpoint(settings.Source)), EndpointShare.Of(Endpoint(settings.Target)));
    }

    /// <summary>Its version, where Azure tells one.</summary>
    public string? ETag { get; }

    /// <summary>Whether it routes by priority, and not by weight.</summary>
    public bool IsByPriority { get; }

    /// <summary>How users are shared out.</summary>
    public EndpointShares Shares { get; }

    /// <summary>Which side they reach.</summary>
    public Side Side => Shares.SideOf(IsByPriority);

    /// <summary>The name that users look up.</summary>
    public string Name => _body["properties"]?["dnsConfig"]?["fqdn"]?.GetValue<string>() ?? "";

    /// <summary>How long answers may be cached.</summary>
    public TimeSpan Ttl => TimeSpan.FromSeconds(_body["properties"]?["dnsConfig"]?["ttl"]?.GetValue<long>() ?? 0);

    /// <summary>What Traffic Manager thinks of an endpoint, for example <c>Online</c>.</summary>
    public string MonitorStatusOf(string endpoint) => Endpoint(endpoint)["properties"]?["endpointMonitorStatus"]?.GetValue<string>() ?? "unknown";

    /// <summary>Whether users are sent to an endpoint with this status of the monitor; one that is served always is not monitored.</summary>
    public static bool IsServed(string status) => status is "Online" or "Unmonitored" || IsYoung(status);

    /// <summary>Whether it was enabled just now, so that the monitor has not judged it yet.</summary>
    public static bool IsYoung(string status) => status is "CheckingEndpoint";

    /// <summary>Where an endpoint leads to.</summary>
    public string TargetOf(string endpoint) => Endpoint(endpoint)["properties"]?["target"]?.GetValue<string>() ?? "";

    /// <summary>The whole profile with other shares, as it is written back: both endpoints change in one message.</summary>
    public JsonElement With(EndpointShares shares)
    {
        var view = new ProfileView(new ArmAnswer { Status = 200, Body = JsonSerializer.SerializeToElement(_body) }, _settings);
        shares.Source.WriteTo(view.Endpoint(_settings.Source));
        shares.Target.WriteTo(view.Endpoint(_settings.Target));
        var properties = view._body["properties"]!.AsObject();
        (properties["dnsConfig"] as JsonObject)?.Remove("fqdn");
        (properties["monitorConfig"] as JsonObject)?.Remove("profileMonitorStatus");
        foreach (var endpoint in properties["endpoints"]!.AsArray())
            endpoint!["properties"]!.AsObject().Remove("endpointMonitorStatus");
        foreach (var name in (string[])["id", "name", "type", "etag"])
            view._body.Remove(name);
        return JsonSerializer.SerializeToElement(view._body);
    }

    private JsonObject Endpoint(string name) =>
        _body["properties"]?["endpoints"]?.AsArray().OfType<JsonObject>().FirstOrDefault(endpoint => name.Equals(endpoint["name"]?.GetValue<string>(), StringComparison.OrdinalIgnoreCase))
        ?? throw new AdapterException($"it has no endpoint {name}", $"Traffic Manager profile {_settings.Profile}",
            $"Make it, disabled, or correct the plan: az network traffic-manager endpoint list -g {_settings.ResourceGroup} --profile-name {_settings.Profile}", isTransient: false);
}

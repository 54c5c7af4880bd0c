using System.Text.Json.Nodes;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>What decides how many users an endpoint gets.</summary>
/// <param name="IsEnabled">Whether it gets any.</param>
/// <param name="Weight">Its weight, 1 to 1000.</param>
/// <param name="Priority">Its priority, 1 first.</param>
internal sealed record EndpointShare(bool IsEnabled, int Weight, int Priority)
{
    /// <summary>Reads it.</summary>
    public static EndpointShare Of(JsonObject endpoint) => new(
        endpoint["properties"]?["endpointStatus"]?.GetValue<string>() != "Disabled",
        endpoint["properties"]?["weight"]?.GetValue<int>() ?? 1,
        endpoint["properties"]?["priority"]?.GetValue<int>() ?? 1);

    /// <summary>Writes it.</summary>
    public void WriteTo(JsonObject endpoint)
    {
        var properties = endpoint["properties"]!.AsObject();
        (properties["endpointStatus"], properties["weight"], properties["priority"]) = (IsEnabled ? "Enabled" : "Disabled", Weight, Priority);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsEnabled ? "enabled" : "disabled")}, weight {Weight}, priority {Priority}";
}

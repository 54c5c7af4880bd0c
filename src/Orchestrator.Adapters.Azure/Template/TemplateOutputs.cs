using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What a deployment gives to later steps.</summary>
internal static class TemplateOutputs
{
    /// <summary>Reads the outputs of a deployment.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>Each by its name: a text as it is, anything else as JSON; <see langword="null"/> for a secret.</returns>
    public static Dictionary<string, string?> Of(JsonElement deployment) => deployment.Find("properties", "outputs") is { ValueKind: JsonValueKind.Object } outputs
        ? outputs.EnumerateObject().ToDictionary(output => output.Name, output => Value(output.Value))
        : [];

    /// <summary>Finds an output.</summary>
    /// <param name="record">What is kept of the deployment.</param>
    /// <param name="name">The output.</param>
    /// <returns>Its value; <see langword="null"/> when there is none.</returns>
    /// <exception cref="AdapterException">It is a secret.</exception>
    public static string? Find(TemplateRecord? record, string name)
    {
        if (record?.Outputs?.FirstOrDefault(output => output.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { Key: { } found } output)
            return null;
        return output.Value ?? throw new AdapterException("it is a secret, or has no value", $"output '{found}'",
            "Let the template put the secret into a key vault, and refer to it there: keyvault:https://VAULT/secrets/NAME", isTransient: false);
    }

    private static string? Value(JsonElement output) => output.Text("type")?.StartsWith("secure", StringComparison.OrdinalIgnoreCase) != false ? null
        : output.Find("value") is { } value ? (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()) : null;
}

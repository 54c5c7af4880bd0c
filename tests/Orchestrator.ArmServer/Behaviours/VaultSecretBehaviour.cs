using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Secrets that are set through Resource Manager: it takes values and never shows them; the vault itself does.</summary>
internal sealed class VaultSecretBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.KeyVault/vaults/secrets";

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var value = sent.Text("properties", "value") ?? throw ArmErrorException.Bad("The secret has no value.", "BadRequest");
        call.World.Secrets.Set(call, call.Path.Name, value);
        sent.Child("properties").Remove("value");
        return sent;
    }
}

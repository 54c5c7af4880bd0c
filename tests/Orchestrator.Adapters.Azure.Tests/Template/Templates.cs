namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>Templates of the tests.</summary>
internal static class Templates
{
    private const string Head = """
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0"
        """;

    /// <summary>An address and a zone with a record, with parameters and outputs.</summary>
    public const string Two = "{" + Head + """
        ,
        "parameters": { "zone": { "type": "string", "defaultValue": "orders.example" }, "password": { "type": "secureString", "defaultValue": "" } },
        "resources": [
          { "type": "Microsoft.Network/dnsZones", "apiVersion": "2018-05-01", "name": "[parameters('zone')]", "location": "global", "properties": {} },
          { "type": "Microsoft.Network/dnsZones/CNAME", "apiVersion": "2018-05-01", "name": "[concat(parameters('zone'), '/www')]",
            "properties": { "TTL": 300, "CNAMERecord": { "cname": "orders.contoso.example" } } },
          { "type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2023-05-01", "name": "front", "location": "westeurope",
            "properties": { "publicIPAllocationMethod": "Static" } }
        ],
        "outputs": {
          "zone": { "type": "string", "value": "[parameters('zone')]" },
          "ports": { "type": "array", "value": [ 80, 443 ] },
          "password": { "type": "secureString", "value": "[parameters('password')]" }
        } }
        """;

    /// <summary>A template with these resources.</summary>
    public static string With(params IEnumerable<string> resources) => $$"""{{{Head}}, "resources": [ {{string.Join(", ", resources)}} ] }""";

    /// <summary>An address for <see cref="With"/>.</summary>
    public static string Address(string name, string method = "Static") => $$"""
        { "type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2023-05-01", "name": "{{name}}", "location": "westeurope", "properties": { "publicIPAllocationMethod": "{{method}}" } }
        """;
}

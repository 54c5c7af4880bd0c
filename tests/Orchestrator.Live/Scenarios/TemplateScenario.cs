using System.Text.Json;
using Orchestrator.Adapters.Azure.Template;

namespace Orchestrator.Live;

/// <summary><c>armTemplate</c>: a network with a subnet is previewed, deployed beside one that was there, and removed again.</summary>
internal sealed class TemplateScenario : ILiveScenario
{
    private const string Networks = "Microsoft.Network/virtualNetworks";
    private const string ApiVersion = "2023-05-01";

    private const string Template = """
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
          "parameters": { "tags": { "type": "object" } },
          "resources": [
            { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-05-01", "name": "made", "location": "[resourceGroup().location]",
              "tags": "[parameters('tags')]", "properties": { "addressSpace": { "addressPrefixes": [ "10.8.0.0/16" ] } } },
            { "type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2023-05-01", "name": "made/first",
              "dependsOn": [ "[resourceId('Microsoft.Network/virtualNetworks', 'made')]" ], "properties": { "addressPrefix": "10.8.0.0/24" } }
          ],
          "outputs": { "network": { "type": "string", "value": "[resourceId('Microsoft.Network/virtualNetworks', 'made')]" } }
        }
        """;

    private static readonly string[] Prefixes = ["10.9.0.0/16"];

    /// <inheritdoc/>
    public string Name => "armTemplate";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var path = Path.Combine(site.Folder, "network.json");
        await File.WriteAllTextAsync(path, Template, cancellation);
        var (there, made) = (site.Id(Networks, "there"), site.Id(Networks, "made"));
        await site.MakeAsync(there, ApiVersion, new { location = site.Options.Location, tags = site.Tags, properties = new { addressSpace = new { addressPrefixes = Prefixes } } }, cancellation);
        var adapter = new ArmTemplateAdapter(site.Azure.Arm, new TemplateFiles([site.Folder]));
        var spec = LiveSite.Spec("armTemplate", new { subscription = site.Options.Subscription, resourceGroup = site.Group, template = path, parameters = new { tags = site.Tags }, tags = site.Tags });

        var preview = await site.PatientlyAsync(() => adapter.PreviewAsync(spec, site.Scope("readiness"), cancellation), cancellation);
        LiveSite.Expect(preview.Changes.Any(change => change is { Change: "Create" } && change.Resource.Equals(made, StringComparison.OrdinalIgnoreCase)), $"'Create' of {made} in the what-if, which has: {string.Join(", ", preview.Changes.Select(change => $"{change.Change} {change.Resource}"))}");
        LiveSite.Expect(!preview.Findings.Any(finding => finding.IsBlocking), "a what-if in which nothing blocks");

        await site.PatientlyAsync(() => adapter.ProvisionAsync(spec, site.Scope("provision"), cancellation), cancellation);
        await site.PatientlyAsync(() => adapter.ProvisionAsync(spec, site.Scope("provision"), cancellation), cancellation);
        var output = await adapter.FindOutputAsync(spec, "network", site.Scope("checks"), cancellation);
        LiveSite.Expect(made.Equals(output, StringComparison.OrdinalIgnoreCase), $"the output {made}, and not {output}");
        LiveSite.Expect(await site.FindAsync($"{made}/subnets/first", ApiVersion, cancellation) is not null, "the subnet that the template names");

        await UndoAsync(site, adapter, spec, cancellation);
        await UndoAsync(site, adapter, spec, cancellation);
        LiveSite.Expect(await site.FindAsync(made, ApiVersion, cancellation) is null, $"nothing at {made} after the undo");
        LiveSite.Expect(await site.FindAsync(there, ApiVersion, cancellation) is { ValueKind: JsonValueKind.Object }, $"{there}, which was there before");
        return $"previewed {preview.Changes.Count} changes, deployed, and removed without touching what was there";
    }

    private static Task UndoAsync(LiveSite site, ArmTemplateAdapter adapter, Core.Plans.AdapterSpec spec, CancellationToken cancellation) =>
        site.PatientlyAsync(() => adapter.RemoveAsync(spec, site.Scope("removeTarget"), cancellation), cancellation);
}

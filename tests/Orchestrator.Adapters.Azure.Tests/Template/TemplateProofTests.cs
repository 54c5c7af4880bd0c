using System.Text.Json.Nodes;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>What proves that something is new: deployments inside of others, what Azure cannot preview, types without tags.</summary>
public sealed class TemplateProofTests(ArmJudge judge) : TemplateTest(judge)
{
    private const string Zones = "Microsoft.Network/dnsZones";
    private const string Addresses = "Microsoft.Network/publicIPAddresses";

    private string Front => Rig.Id(Addresses, "front");

    private IReadOnlyList<string> Deleted => [.. Rig.Server.OperationsStarted.Where(operation => operation.Name == "delete").Select(operation => operation.ResourceId)];

    [Fact]
    public async Task Remove_DeploymentInside_RemovesWhatItMadeAndItsRecord()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Write(Templates.With(Inside("inner", Templates.Address("front"))));

        await Rig.ProvisionAsync(Rig.Spec());
        Assert.NotNull(Rig.Server.Find(Front));
        Assert.NotNull(Rig.Server.Find(Rig.Id("Microsoft.Resources/deployments", "inner")));
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_DeploymentOfThatNameWasThere_LeavesItsRecord()
    {
        Rig.SeedGroup();
        var inner = Rig.Id("Microsoft.Resources/deployments", "inner");
        Rig.Server.Seed(inner, new JsonObject { ["properties"] = new JsonObject { ["mode"] = "Incremental", ["provisioningState"] = "Succeeded" } });
        Rig.Write(Templates.With(Inside("inner", Templates.Address("front"))));

        await Rig.ProvisionAsync(Rig.Spec());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.NotNull(Rig.Server.Find(inner));
        Assert.Null(Rig.Server.Find(Front));
    }

    [Fact]
    public async Task Remove_DependsOnADeploymentInside_GoesBeforeWhatThatMade()
    {
        Rig.SeedGroup();
        // The one that is needed is named last, so that the order of the template is not the right one.
        Rig.Write(Templates.With(
            $$"""{ "type": "{{Zones}}", "apiVersion": "2018-05-01", "name": "needs.example", "location": "global", "dependsOn": [ "inner" ], "properties": {} }""",
            Inside("inner", Templates.Address("front"))));

        await Rig.ProvisionAsync(Rig.Spec());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal([Rig.Id(Zones, "needs.example"), Front], Deleted.Take(2));
    }

    [Fact]
    public async Task Remove_PreviewCouldNotTell_RemovesWhatTheListProvesToBeNew()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        await using var unsure = new UnsureArm(Rig, Front);

        await unsure.ProvisionAsync();
        Assert.Equal("m-1", Rig.Server.Find(Front)!["tags"]!["orchestrator-migration"]!.GetValue<string>());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_PreviewCouldNotTellAndSomebodyWasFaster_LeavesTheirs()
    {
        Rig.SeedGroup();
        await using var unsure = new UnsureArm(Rig, Front) { BeforePreview = () => Rig.Server.Seed(Front, Body()) };

        await unsure.ProvisionAsync();
        await Rig.RemoveAsync(Rig.Spec());

        Assert.NotNull(Rig.Server.Find(Front));
    }

    [Fact]
    public async Task Remove_PreviewCouldNotTellOfAPart_LeavesItAndSaysSo()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Rig.Id(Zones, "orders.example"), new JsonObject { ["location"] = "global", ["properties"] = new JsonObject { ["zoneType"] = "Public" } });
        var record = $"{Rig.Id(Zones, "orders.example")}/CNAME/www";
        await using var unsure = new UnsureArm(Rig, record);

        await unsure.ProvisionAsync("""{ "allowModify": true }""");
        await Rig.RemoveAsync(Rig.Spec());

        Assert.NotNull(Rig.Server.Find(record));
        Assert.Contains(record, Assert.Single(Rig.Logged.Of("UnprovenLeft")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_TypeTakesNoTags_IsRemovedWithoutAskingForThem()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Server.Faults.Add("*", "/CNAME/[^/]+/providers/Microsoft.Resources/tags/", 1000, Fault.Answer(400, "UnsupportedResourceOperation", "The resource does not support tags."));

        await Rig.ProvisionAsync(Rig.Spec());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_TagsOfAPartAreNotFound_RemovesThePart()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Rig.Id(Zones, "orders.example"), new JsonObject { ["location"] = "global", ["properties"] = new JsonObject { ["zoneType"] = "Public" } });
        Rig.Server.Faults.Clear();
        Rig.Server.Faults.Add("*", "/CNAME/[^/]+/providers/Microsoft.Resources/tags/", 1000, Fault.Answer(404, "NotFound", "No such thing."));

        await Rig.ProvisionAsync(Rig.Spec());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Null(Rig.Server.Find($"{Rig.Id(Zones, "orders.example")}/CNAME/www"));
        Assert.NotNull(Rig.Server.Find(Rig.Id(Zones, "orders.example")));
    }

    [Fact]
    public async Task Remove_ListShowsWhatIsGone_RemovesTheGroupThatWasMade()
    {
        await Rig.ProvisionAsync(Rig.Spec(ArmTemplateAdapterTests.NewGroup));
        await using var late = new UnsureArm(Rig) { Listed = Front };

        await late.RemoveAsync(ArmTemplateAdapterTests.NewGroup);

        Assert.Empty(Rig.Server.ResourceIds);
    }

    private static string Inside(string name, string resource) => $$"""
        { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "{{name}}",
          "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" }, "template": {{Templates.With(resource)}} } }
        """;

    private static JsonObject Body() => JsonNode.Parse("""
        { "location": "westeurope", "properties": { "publicIPAllocationMethod": "Static", "provisioningState": "Succeeded" } }
        """)!.AsObject();
}

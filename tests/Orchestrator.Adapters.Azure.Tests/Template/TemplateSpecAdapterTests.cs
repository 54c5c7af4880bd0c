using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplateSpecAdapterTests(ArmJudge judge) : TemplateTest(judge)
{
    private string SpecId => $"/subscriptions/{Rig.Server.Options.SubscriptionId}/resourceGroups/specs/providers/Microsoft.Resources/templateSpecs/landing/versions/1.0";

    private TemplateSpecAdapter Adapter => new(Rig.Connector(Rig.Server.CreateHandler()));

    [Fact]
    public async Task ProvisionAndRemove_SpecIsThere_DeployIsByLinkAndLeavesNothing()
    {
        Rig.SeedGroup();
        SeedSpec();
        var before = Rig.State();
        var spec = Rig.Spec($$"""{ "templateSpec": "{{SpecId}}" }""", "templateSpec");

        var preview = await Rig.PatientlyAsync(() => Adapter.PreviewAsync(spec, Rig.Scope("readiness"), default));
        await Rig.PatientlyAsync(() => Adapter.ProvisionAsync(spec, Rig.Scope(), default));
        Assert.Equal(3, preview.Changes.Count);
        Assert.Contains(Rig.Server.Recorder.Exchanges, exchange => exchange.Method == "PUT" && exchange.RequestBody.Contains("templateLink", StringComparison.Ordinal));
        Assert.Equal("orders.example", await Adapter.FindOutputAsync(spec, "zone", Rig.Scope(), default));
        await Rig.PatientlyAsync(() => Adapter.RemoveAsync(spec, Rig.Scope("remove"), default));

        Assert.Equal(before, Rig.State());
    }

    [Theory]
    [InlineData("/subscriptions/1/landing")]
    [InlineData("/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/specs/providers/Microsoft.Resources/templateSpecs/landing")]
    public async Task Preview_IdIsNoVersion_SaysWhatItHasToBe(string id)
    {
        var spec = Rig.Spec($$"""{ "templateSpec": "{{id}}" }""", "templateSpec");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.PreviewAsync(spec, Rig.Scope(), default));

        Assert.Contains("Microsoft.Resources/templateSpecs/versions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_SpecIsMissing_IsFinal()
    {
        Rig.SeedGroup();
        var spec = Rig.Spec($$"""{ "templateSpec": "{{SpecId}}" }""", "templateSpec");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.PreviewAsync(spec, Rig.Scope(), default));

        Assert.False(error.IsTransient);
    }

    private void SeedSpec() => Rig.Server.Seed(SpecId, new JsonObject
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject { ["mainTemplate"] = JsonNode.Parse(Templates.Two) },
    });
}

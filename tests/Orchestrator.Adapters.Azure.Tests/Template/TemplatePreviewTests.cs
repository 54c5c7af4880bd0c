using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplatePreviewTests(ArmJudge judge) : TemplateTest(judge)
{
    private const string Secret = "hunter2-in-clear";

    private string Address => Rig.Id("Microsoft.Network/publicIPAddresses", "front");

    [Fact]
    public async Task Preview_NothingIsThere_TellsWhatIsMadeAndChangesNothing()
    {
        Rig.SeedGroup();
        var before = Rig.State();

        var preview = await Rig.PreviewAsync(Rig.Spec());

        Assert.Equal(["Create", "Create", "Create"], preview.Changes.Select(change => change.Change));
        Assert.DoesNotContain(preview.Findings, finding => finding.IsBlocking);
        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Preview_ResourceOfOthersWouldChange_Blocks()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Address, JsonNode.Parse("""{ "location": "westeurope", "properties": { "publicIPAllocationMethod": "Dynamic" } }""")!.AsObject());

        var preview = await Rig.PreviewAsync(Rig.Spec());
        var allowed = await Rig.PreviewAsync(Rig.Spec("""{ "allowModify": true }"""));

        var finding = Assert.Single(preview.Findings, finding => finding.IsBlocking);
        Assert.Equal(Address, finding.Subject);
        Assert.Contains("properties.publicIPAllocationMethod", preview.Changes.Single(change => change.Change == "Modify").Properties);
        Assert.DoesNotContain(allowed.Findings, found => found.IsBlocking);
    }

    [Fact]
    public async Task Preview_AnswerSaysDelete_Blocks()
    {
        var place = new Azure.Template.TemplatePlace(Rig.Connector(Rig.Server.CreateHandler()).For(Rig.Scope()), "armTemplate",
            new Azure.Template.ArmTemplateSettings { Subscription = Rig.Server.Options.SubscriptionId, ResourceGroup = "landing", Template = "", AllowModify = true });

        var finding = Assert.Single(new Azure.Template.TemplatePreview(place, null!).Judge([new(Address, "Delete")]));

        Assert.True(finding.IsBlocking);
    }

    [Fact]
    public async Task Preview_Twice_AsksTwice()
    {
        Rig.SeedGroup();
        await Rig.PreviewAsync(Rig.Spec());
        Rig.Server.Seed(Address, JsonNode.Parse("""{ "location": "westeurope", "properties": { "publicIPAllocationMethod": "Static" } }""")!.AsObject());

        var second = await Rig.PreviewAsync(Rig.Spec());

        Assert.Contains(second.Changes, change => change is { Change: "NoChange" } && change.Resource == Address);
    }

    [Theory]
    [InlineData("{}", "createResourceGroup: true")]
    [InlineData("""{ "createResourceGroup": true }""", "location: westeurope")]
    public async Task Preview_NoGroup_Blocks(string keys, string remedy)
    {
        var preview = await Rig.PreviewAsync(Rig.Spec(keys));

        Assert.Contains(remedy, Assert.Single(preview.Findings, finding => finding.IsBlocking).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_GroupIsToBeMade_SaysSo()
    {
        var preview = await Rig.PreviewAsync(Rig.Spec(ArmTemplateAdapterTests.NewGroup));

        Assert.Equal(new InfrastructureChange(Rig.GroupId, "Create").Resource, Assert.Single(preview.Changes).Resource);
        Assert.Empty(Rig.Server.ResourceIds);
    }

    [Fact]
    public async Task Provision_TemplateIsAnotherThanWasPreviewed_IsRefused()
    {
        Rig.SeedGroup();
        await Rig.PreviewAsync(Rig.Spec());
        Rig.Write(Templates.With(Templates.Address("another")));

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec()));

        Assert.Contains("previewed and approved", error.Problem, StringComparison.Ordinal);
        Assert.Equal(0, Rig.Deployments());
    }

    [Fact]
    public async Task Provision_SecretInASecureParameter_StaysInTheRequest()
    {
        Environment.SetEnvironmentVariable("TEMPLATE_PASSWORD", Secret);
        Rig.SeedGroup();
        var spec = Rig.Spec("""{ "parameters": { "password": "env:TEMPLATE_PASSWORD" } }""");

        var preview = await Rig.PreviewAsync(spec);
        await Rig.ProvisionAsync(spec);

        Assert.DoesNotContain(Secret, Core.Durability.DurableJson.Write(preview)!, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Rig.Scope().WorkFolder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Contains(Rig.Server.Recorder.Exchanges, exchange => exchange.Method == "PUT" && exchange.RequestBody.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Rig.Server.Recorder.Exchanges, exchange => exchange.AnswerBody?.ToJsonString().Contains(Secret, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("""{ "parameters": { "zone": "env:TEMPLATE_PASSWORD" } }""", "secureString")]
    [InlineData("""{ "parameters": { "zone": "host={target:db}" } }""", "secureString")]
    [InlineData("""{ "parameters": { "zones": "a.example" } }""", "Correct the name")]
    public async Task Preview_ParameterIsWrong_SaysWhichAndAsksNothing(string keys, string remedy)
    {
        Environment.SetEnvironmentVariable("TEMPLATE_PASSWORD", Secret);
        Rig.SeedGroup();

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.PreviewAsync(Rig.Spec(keys)));

        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.StartsWith("parameter 'zone", error.Subject, StringComparison.Ordinal);
        Assert.Empty(Rig.Server.OperationsStarted);
    }

    [Fact]
    public async Task FindOutput_Deployed_GivesWhatIsNoSecret()
    {
        Rig.SeedGroup();
        Assert.Null(await FindAsync("zone"));

        await Rig.ProvisionAsync(Rig.Spec());
        Rig.Restart();

        Assert.Equal("orders.example", await FindAsync("Zone"));
        Assert.Equal("[80,443]", (await FindAsync("ports"))!.Replace(" ", "", StringComparison.Ordinal));
        Assert.Null(await FindAsync("other"));
        var error = await Assert.ThrowsAsync<AdapterException>(() => FindAsync("password"));
        Assert.Contains("keyvault:", error.Remedy, StringComparison.Ordinal);
    }

    private async Task<string?> FindAsync(string name) => await Rig.Adapter.FindOutputAsync(Rig.Spec(), name, Rig.Scope("checks"), default);
}

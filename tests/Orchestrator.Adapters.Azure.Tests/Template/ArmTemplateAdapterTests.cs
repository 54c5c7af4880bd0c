using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class ArmTemplateAdapterTests(ArmJudge judge) : TemplateTest(judge)
{
    private const string Zones = "Microsoft.Network/dnsZones";
    private const string Addresses = "Microsoft.Network/publicIPAddresses";

    private string Zone => Rig.Id(Zones, "orders.example");

    private string Address => Rig.Id(Addresses, "front");

    [Fact]
    public async Task Provision_GroupIsThere_MakesAndTagsWhatTheTemplateNames()
    {
        Rig.SeedGroup();

        await Rig.ProvisionAsync(Rig.Spec("""{ "tags": { "cost-centre": "42" } }"""));

        Assert.Equal("m-1", Tag(Zone));
        Assert.Equal("m-1", Tag(Address));
        Assert.Equal("42", Tag(Address, "cost-centre"));
        Assert.NotNull(Rig.Server.Find($"{Zone}/CNAME/www"));
        Assert.Equal(1, Rig.Deployments());
    }

    [Fact]
    public async Task Provision_Twice_DeploysOnce()
    {
        Rig.SeedGroup();
        await Rig.ProvisionAsync(Rig.Spec());
        var state = Rig.State();

        Rig.Restart();
        await Rig.ProvisionAsync(Rig.Spec());

        Assert.Equal(1, Rig.Deployments());
        Assert.Equal(state, Rig.State());
    }

    [Fact]
    public async Task Remove_AfterProvision_LeavesWhatWasThere()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Rig.Id(Addresses, "other"), Body());
        var before = Rig.State();
        await Rig.ProvisionAsync(Rig.Spec());

        await Rig.RemoveAsync(Rig.Spec());
        Assert.Equal(before, Rig.State());

        await Rig.RemoveAsync(Rig.Spec());
        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_NothingWasDone_DoesNothing()
    {
        Rig.SeedGroup();
        var before = Rig.State();

        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
        Assert.Empty(Rig.Server.OperationsStarted);
    }

    [Fact]
    public async Task Remove_NoGroup_DoesNothing()
    {
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Empty(Rig.Server.ResourceIds);
    }

    [Fact]
    public async Task Remove_GroupWasMade_RemovesItToo()
    {
        await Rig.ProvisionAsync(Rig.Spec(NewGroup));
        Assert.Equal("m-1", Tag(Rig.GroupId));

        await Rig.RemoveAsync(Rig.Spec(NewGroup));

        Assert.Empty(Rig.Server.ResourceIds);
    }

    [Fact]
    public async Task Remove_SomebodyPutSomethingIntoTheGroup_LeavesBoth()
    {
        await Rig.ProvisionAsync(Rig.Spec(NewGroup));
        var foreign = Rig.Id(Addresses, "foreign");
        Rig.Server.Seed(foreign, Body());

        await Rig.RemoveAsync(Rig.Spec(NewGroup));

        Assert.Equal([Rig.GroupId, foreign], Rig.Server.ResourceIds);
        Assert.Contains(foreign, Assert.Single(Rig.Logged.Of("GroupLeft")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_ResourceWasReplacedBySomebody_LeavesIt()
    {
        Rig.SeedGroup();
        await Rig.ProvisionAsync(Rig.Spec());
        Rig.Server.Remove(Address);
        Rig.Server.Seed(Address, Body());

        await Rig.RemoveAsync(Rig.Spec());

        Assert.NotNull(Rig.Server.Find(Address));
        Assert.Null(Rig.Server.Find(Zone));
        Assert.Contains(Address, Assert.Single(Rig.Logged.Of("ResourceLeft")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_WorkFolderIsLost_SaysWhatToDoByHand()
    {
        Rig.SeedGroup();
        await Rig.ProvisionAsync(Rig.Spec());
        Directory.Delete(Rig.Scope().WorkFolder, recursive: true);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.RemoveAsync(Rig.Spec()));

        Assert.Contains("az resource list --tag orchestrator-migration=m-1", error.Remedy, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.NotNull(Rig.Server.Find(Address));
    }

    [Fact]
    public async Task Provision_NoGroupAndNoneIsToBeMade_Fails()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec()));

        Assert.Contains("createResourceGroup: true", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(Rig.Server.ResourceIds);
    }

    [Fact]
    public async Task Provision_ResourceOfOthersWouldChange_DeploysNothing()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Address, Body("Dynamic"));
        var before = Rig.State();

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec()));

        Assert.Contains("allowModify: true", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(Address, error.Subject);
        Assert.Equal(before, Rig.State());
        await Rig.RemoveAsync(Rig.Spec());
        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Provision_ModifyIsAllowed_ChangesItAndTheUndoLeavesIt()
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Address, Body("Dynamic"));
        var spec = Rig.Spec("""{ "allowModify": true }""");

        await Rig.ProvisionAsync(spec);
        Assert.Null(Tag(Address));
        await Rig.RemoveAsync(spec);

        Assert.NotNull(Rig.Server.Find(Address));
        Assert.Null(Rig.Server.Find(Zone));
    }

    [Fact]
    public async Task Provision_Rehearsal_DeploysToAGroupOfItsOwn()
    {
        Rig.SeedGroup();
        var spec = Rig.Spec("""{ "createResourceGroup": true, "location": "westeurope", "parameters": { "zone": "a.example" }, "rehearsalParameters": { "zone": "b.example" } }""");

        await Rig.PatientlyAsync(() => Rig.Adapter.ProvisionAsync(spec, Rig.Scope(isRehearsal: true), default));

        Assert.NotNull(Rig.Server.Find($"{Rig.GroupId}_rehearsal/providers/{Zones}/b.example"));
        Assert.DoesNotContain(Rig.Server.ResourceIds, id => id.Contains("/landing/", StringComparison.Ordinal));
    }

    internal const string NewGroup = """{ "createResourceGroup": true, "location": "westeurope" }""";

    private string? Tag(string id, string name = "orchestrator-migration") => Rig.Server.Find(id)!["tags"]?[name]?.GetValue<string>();

    private static JsonObject Body(string method = "Static") => JsonNode.Parse($$"""
        { "location": "westeurope", "properties": { "publicIPAllocationMethod": "{{method}}", "provisioningState": "Succeeded" } }
        """)!.AsObject();
}

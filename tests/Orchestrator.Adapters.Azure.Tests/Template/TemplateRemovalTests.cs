using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Core.Plans;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplateRemovalTests(ArmJudge judge) : TemplateTest(judge)
{
    private string Zone => Rig.Id("Microsoft.Network/dnsZones", "orders.example");

    private string Address => Rig.Id("Microsoft.Network/publicIPAddresses", "front");

    private IReadOnlyList<string> Deleted => [.. Rig.Server.OperationsStarted.Where(operation => operation.Name == "delete").Select(operation => operation.ResourceId)];

    [Fact]
    public async Task Remove_ResourceNeedsAnother_GoesBeforeIt()
    {
        Rig.SeedGroup();
        await Rig.ProvisionAsync(Rig.Spec());
        var place = Place();
        place.Record = place.Record! with { Needs = new Dictionary<string, IReadOnlyList<string>> { [Zone] = [Address] } };

        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal([Zone, Address, Rig.DeploymentId], Deleted);
    }

    [Fact]
    public async Task Remove_ResourceIsStillUsed_GoesWhenItIsNot()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Write(Templates.With("""
            { "type": "Microsoft.Network/networkInterfaces", "apiVersion": "2023-05-01", "name": "nic", "location": "westeurope", "properties": {} }
            """, """
            { "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-07-01", "name": "vm", "location": "westeurope",
              "properties": { "hardwareProfile": { "vmSize": "Standard_D2s_v3" }, "networkProfile": { "networkInterfaces": [ { "id": "[resourceId('Microsoft.Network/networkInterfaces', 'nic')]" } ] } } }
            """));

        await Rig.ProvisionAsync(Rig.Spec());
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
        Assert.Contains(Rig.Server.Recorder.Exchanges, exchange => exchange is { Method: "DELETE", Status: 400 });
    }

    [Fact]
    public async Task Remove_ResourceIsLocked_SaysWhichAndRemovesTheOthers()
    {
        Rig.SeedGroup();
        await Rig.ProvisionAsync(Rig.Spec());
        Rig.Server.Faults.Add("DELETE", "/front$", 20, Fault.Answer(409, "ScopeLocked", "The scope is locked."));

        var error = await Assert.ThrowsAsync<Core.Ports.AdapterException>(() => Rig.RemoveAsync(Rig.Spec()));

        Assert.Contains("az lock list", error.Remedy, StringComparison.Ordinal);
        Assert.Null(Rig.Server.Find(Zone));
        Rig.Server.Faults.Clear();
        await Rig.RemoveAsync(Rig.Spec());
        Assert.Null(Rig.Server.Find(Address));
    }

    private TemplatePlace Place() => new(Rig.Connector(Rig.Server.CreateHandler()).For(Rig.Scope()), "armTemplate", Rig.Spec().ReadSettings<ArmTemplateSettings>());
}

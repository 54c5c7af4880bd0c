using System.Text.Json;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

public sealed class VirtualMachineIdentityTests(ArmJudge judge) : MachineTest(judge)
{
    [Fact]
    public async Task GetState_ByNames_FindsTheSame()
    {
        var spec = Keys($$"""{"subscription":"{{Rig.Server.Options.SubscriptionId}}","resourceGroup":"orders","name":"orders-vm"}""");
        Assert.Equal(ComputeState.Running, await Rig.StateAsync(spec));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"orders-vm"}""")]
    [InlineData("""{"id":"/subscriptions/x","name":"orders-vm"}""")]
    [InlineData("""{"id":"orders-vm"}""")]
    [InlineData("""{"id":"/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.Compute/disks/d"}""")]
    public async Task GetState_NoMachineIsNamed_SaysWhatToGive(string keys)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StateAsync(Keys(keys)));
        Assert.Contains("az ", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(Rig.Server.Recorder.Exchanges);
    }

    [Fact]
    public async Task Rehearsal_NoOtherMachine_IsRefusedBeforeAnythingIsTouched()
    {
        var scope = Rig.Scope(isRehearsal: true);
        Func<Task>[] members =
        [
            () => Rig.Adapter.GetStateAsync(Rig.Spec(), scope, default),
            () => Rig.Adapter.StartAsync(Rig.Spec(), scope, default),
            () => Rig.Adapter.StopAsync(Rig.Spec(), scope, default),
        ];
        foreach (var member in members)
            Assert.Contains("'rehearsalId'", (await Assert.ThrowsAsync<AdapterException>(member)).Remedy, StringComparison.Ordinal);
        Assert.Empty(Rig.Server.Recorder.Exchanges);
    }

    [Fact]
    public async Task Rehearsal_RealMachineIsNamed_IsRefused() => await Assert.ThrowsAsync<AdapterException>(() =>
        Rig.Adapter.StopAsync(Rig.Spec($$"""{"rehearsalId":"{{Rig.Id.ToUpperInvariant()}}"}"""), Rig.Scope(isRehearsal: true), default));

    [Fact]
    public async Task Rehearsal_OtherMachine_TouchesOnlyThatOne()
    {
        await Rig.Patient.StopAsync(Rig.Spec($$"""{"rehearsalId":"{{Rig.OtherId}}"}"""), Rig.Scope(isRehearsal: true), default);
        Assert.Equal(("running", "deallocated"), (await Rig.PowerAsync(), await Rig.PowerAsync(Rig.OtherId)));
    }

    [Fact]
    public async Task Rehearsal_Source_IsOnlyLookedAt()
    {
        var source = Rig.Spec("""{"address":null,"deallocate":true}""");
        var scope = Rig.Scope(isRehearsal: true, source: source);
        Assert.Equal(ComputeState.Running, await Rig.Adapter.GetStateAsync(source, scope, default));
        await Assert.ThrowsAsync<AdapterException>(() => Rig.Adapter.StopAsync(source, scope, default));
    }

    [Fact]
    public void GetAddress_Given_IsTold() => Assert.Equal("10.1.2.4:80", Rig.Adapter.GetAddress(Rig.Spec("""{"address":"10.1.2.4:80"}""")));

    private static AdapterSpec Keys(string keys) => new()
    {
        Kind = "azureVm",
        Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(keys)!,
    };
}

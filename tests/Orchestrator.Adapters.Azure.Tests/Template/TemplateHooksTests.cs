using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplateHooksTests(ArmJudge judge) : TemplateTest(judge)
{
    private readonly List<string> _ran = [];

    private string Machine => $"/subscriptions/{Rig.Server.Options.SubscriptionId}/resourceGroups/machines/providers/Microsoft.Compute/virtualMachines/db1";

    private string Hooks => $$"""
        { "afterwards": [
          { "vm": "{{Machine}}", "script": [ "dnf install -y oracle-instantclient-basic" ] },
          { "vm": "{{Machine}}", "os": "windows", "script": [ "Install-Agent" ] } ] }
        """;

    [Fact]
    public async Task Provision_WithScripts_RunsEachOnceInOrder()
    {
        Prepare(exitCode: 0);

        await Rig.ProvisionAsync(Rig.Spec(Hooks));
        Rig.Restart();
        await Rig.ProvisionAsync(Rig.Spec(Hooks));

        Assert.Equal(["oracle", "agent"], _ran);
    }

    [Fact]
    public async Task Provision_ScriptFails_SaysWhatItSaidAndBeginsWithItAgain()
    {
        Prepare(exitCode: 3);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)));
        Assert.Contains("it ended with 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("az vm run-command invoke", error.Remedy, StringComparison.Ordinal);

        Prepare(exitCode: 0);
        await Rig.ProvisionAsync(Rig.Spec(Hooks));

        Assert.Equal(["oracle", "oracle", "agent"], _ran);
        Assert.Equal(1, Rig.Deployments());
    }

    [Fact]
    public async Task Remove_ScriptFailed_RemovesWhatWasDeployed()
    {
        Prepare(exitCode: 3);
        var before = Rig.State();
        await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)));

        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Provision_MachineIsAnOutput_RunsThere()
    {
        Prepare(exitCode: 0);
        Rig.Write(Templates.With(Templates.Address("front")).TrimEnd().TrimEnd('}') + $$""", "outputs": { "vmId": { "type": "string", "value": "{{Machine}}" } } }""");

        await Rig.ProvisionAsync(Rig.Spec("""{ "afterwards": [ { "vm": "{output:vmId}", "script": [ "oracle" ] } ] }"""));

        Assert.Equal(["oracle"], _ran);
    }

    private void Prepare(int exitCode)
    {
        Rig.SeedGroup();
        Rig.Server.Seed(Machine, JsonNode.Parse("""{ "location": "westeurope", "properties": { "provisioningState": "Succeeded", "hardwareProfile": { "vmSize": "Standard_D2s_v3" } } }""")!.AsObject());
        Rig.Server.RunCommand = call =>
        {
            _ran.Add(call.Script.Contains("oracle", StringComparison.Ordinal) ? "oracle" : "agent");
            return new(exitCode, $"orchestrator-exit={exitCode}", "");
        };
    }
}

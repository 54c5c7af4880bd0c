using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.TrafficManager;

[Collection(AzureTraffic.Name)]
public sealed class TrafficManagerPriorityContractTests(ArmJudge judge) : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync()
    {
        var rig = await TrafficManagerRig.StartAsync(judge, "Priority");
        rig.Trouble(seed: 6);
        return rig;
    }
}

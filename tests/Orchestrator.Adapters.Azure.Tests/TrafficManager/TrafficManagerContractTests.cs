using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.TrafficManager;

[Collection(AzureTraffic.Name)]
public sealed class TrafficManagerContractTests(ArmJudge judge) : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync()
    {
        var rig = await TrafficManagerRig.StartAsync(judge);
        rig.Trouble(seed: 5);
        return rig;
    }
}

using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.AppConfiguration;

[Collection(AzureTraffic.Name)]
public sealed class AppConfigurationContractTests(ArmJudge judge) : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync()
    {
        var rig = await AppConfigurationRig.StartAsync(judge);
        rig.Trouble(seed: 5);
        return rig;
    }
}

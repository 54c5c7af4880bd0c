using Orchestrator.Contracts.Traffic;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

public sealed class GatewayTrafficContractTests : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync() => await GatewayRig.StartAsync();
}

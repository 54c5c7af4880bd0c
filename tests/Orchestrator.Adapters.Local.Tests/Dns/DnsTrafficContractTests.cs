using Orchestrator.Contracts.Traffic;

namespace Orchestrator.Adapters.Local.Tests.Dns;

public sealed class DnsTrafficContractTests : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync() => await DnsRig.StartAsync();
}

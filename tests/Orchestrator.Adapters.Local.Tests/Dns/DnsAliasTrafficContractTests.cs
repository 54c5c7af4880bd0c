using Orchestrator.Contracts.Traffic;

namespace Orchestrator.Adapters.Local.Tests.Dns;

public sealed class DnsAliasTrafficContractTests : TrafficAdapterContract
{
    protected override async Task<TrafficRig> StartAsync() => await DnsRig.StartAsync("CNAME", ["old.contoso.test."], ["new.contoso.test."]);
}

using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>The same with an Azure that throttles, fails and drops connections all the time.</summary>
public sealed class AzureDiskFaultyContractTests(ArmJudge judge, AzuriteServer azurite) : DiskContract(judge, azurite)
{
    protected override IDataAdapter Adapter => new PatientDataAdapter(Rig.Adapter, () => Task.CompletedTask, bearsTrouble: true);

    protected override async Task<DataComponent> SeedAsync()
    {
        var component = await base.SeedAsync();
        Rig.Server.Faults.Random(seed: 7, 0.2, Fault.Throttle(TimeSpan.FromSeconds(47)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter);
        return component;
    }
}

using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

public sealed class AzureDiskContractTests(ArmJudge judge, AzuriteServer azurite) : DiskContract(judge, azurite)
{
    protected override IDataAdapter Adapter => new PatientDataAdapter(Rig.Adapter, () => Task.CompletedTask);
}

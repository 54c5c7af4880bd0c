using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

public sealed class VirtualMachineContractTests(ArmJudge judge) : MachineContract(judge)
{
    protected override IComputeAdapter Adapter => Rig.Patient;
}

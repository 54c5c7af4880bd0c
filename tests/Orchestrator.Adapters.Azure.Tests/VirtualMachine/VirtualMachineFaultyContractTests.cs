using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>The same with an Azure that throttles, fails and drops connections all the time.</summary>
public sealed class VirtualMachineFaultyContractTests(ArmJudge judge) : MachineContract(judge)
{
    protected override IComputeAdapter Adapter => Rig.Stubborn;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Rig.Server.Faults.Random(seed: 7, 0.25, Fault.Throttle(TimeSpan.FromSeconds(47)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter);
    }
}

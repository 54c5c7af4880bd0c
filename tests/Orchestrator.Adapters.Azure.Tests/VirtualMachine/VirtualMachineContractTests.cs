using Orchestrator.Contracts.Compute;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

[Collection(Machines.Name)]
public sealed class VirtualMachineContractTests(ArmJudge judge) : ComputeAdapterContract, IAsyncLifetime
{
    private MachineRig _rig = null!;

    protected override IComputeAdapter Adapter => _rig.Patient;

    protected override AdapterSpec Spec => _rig.Spec("""{"shutdown":{"script":["true"]},"health":{"script":["true"]}}""");

    public async Task InitializeAsync()
    {
        _rig = await MachineRig.CreateAsync();
        await _rig.ActAsync("deallocate", "deallocated");
    }

    public async Task DisposeAsync()
    {
        await judge.AssertRightAsync(_rig.Server.Recorder);
        await _rig.DisposeAsync();
    }

    protected override int CountRunning() => Task.Run(() => _rig.PowerAsync()).GetAwaiter().GetResult() == "running" ? 1 : 0;

    protected override StepScope Scope(string step) => _rig.Scope(step);
}

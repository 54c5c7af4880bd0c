using Orchestrator.Contracts.Compute;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>What every compute adapter must do, asked of a machine with an application in it.</summary>
[Collection(Machines.Name)]
public abstract class MachineContract(ArmJudge judge) : ComputeAdapterContract, IAsyncLifetime
{
    private const int MostLooks = 50;

    internal MachineRig Rig { get; private set; } = null!;

    protected override AdapterSpec Spec => Rig.Spec("""{"shutdown":{"script":["true"]},"health":{"script":["true"]}}""");

    public virtual async Task InitializeAsync()
    {
        Rig = await MachineRig.CreateAsync();
        await Rig.ActAsync("deallocate", "deallocated");
    }

    public async Task DisposeAsync()
    {
        await judge.AssertRightAsync(Rig.Server.Recorder);
        await Rig.DisposeAsync();
    }

    protected override int CountRunning() => Task.Run(PowerAsync).GetAwaiter().GetResult() == "running" ? 1 : 0;

    protected override StepScope Scope(string step) => Rig.Scope(step);

    // This look is hit by faults as well.
    private async Task<string> PowerAsync()
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return await Rig.PowerAsync();
            }
            catch (HttpRequestException) when (look < MostLooks)
            {
                // looked at again
            }
        }
    }
}

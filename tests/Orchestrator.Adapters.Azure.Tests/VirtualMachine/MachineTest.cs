using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>A rig, and at its end a judgement of everything that was said.</summary>
[Collection(Machines.Name)]
public abstract class MachineTest(ArmJudge judge) : IAsyncLifetime
{
    private protected MachineRig Rig { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Rig = await MachineRig.CreateAsync();

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(Rig.Server.Recorder);
        }
        finally
        {
            await Rig.DisposeAsync();
        }
    }
}

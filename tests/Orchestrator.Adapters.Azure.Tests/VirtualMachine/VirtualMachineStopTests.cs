using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

public sealed class VirtualMachineStopTests(ArmJudge judge) : MachineTest(judge)
{
    private string Mark => Path.Combine(Rig.WorkFolder, "app");

    [Theory]
    [InlineData("true", "deallocate", "deallocated")]
    [InlineData("false", "powerOff", "stopped")]
    public async Task Stop_Running_DoesWhatThePlanSays(string deallocate, string operation, string power)
    {
        await Rig.StopAsync(Rig.Spec($$$$$$"""{"deallocate":{{{{{{deallocate}}}}}}}"""));

        Assert.Equal(operation, Assert.Single(Rig.Server.OperationsStarted).Name);
        Assert.Equal(power, await Rig.PowerAsync());
        Assert.Equal(ComputeState.Stopped, await Rig.StateAsync());
    }

    [Fact]
    public async Task Stop_WithShutdown_RunsItOnceAndFirst()
    {
        var spec = Rig.Spec($$$$$$"""{"shutdown":{"script":["echo $ORCHESTRATOR_OPERATION_ID >> {{{{{{Mark}}}}}}"]}}""");

        await Rig.StopAsync(spec);
        await Rig.StopAsync(spec);

        Assert.Equal(["runCommand", "deallocate"], Rig.Server.OperationsStarted.Select(operation => operation.Name));
        Assert.Equal(["m-1.stopSource"], await File.ReadAllLinesAsync(Mark));
    }

    [Fact]
    public async Task Stop_HostIsKilledAtEveryLook_StartsEachOperationOnce()
    {
        var spec = Rig.Spec($$$$$$"""{"shutdown":{"script":["echo down >> {{{{{{Mark}}}}}}"]}}""");
        for (var looks = 0; looks < 40 && !await IsDoneAsync(); looks++)
            Rig.Restart();

        Assert.Equal(["runCommand", "deallocate"], Rig.Server.OperationsStarted.Select(operation => operation.Name));
        Assert.Equal("deallocated", await Rig.PowerAsync());

        async Task<bool> IsDoneAsync()
        {
            try
            {
                await Rig.Adapter.StopAsync(spec, Rig.Scope("stopSource"), default);
                return true;
            }
            catch (OperationPendingException pending)
            {
                Rig.Time.Advance(pending.LookAgainAfter);
                return false;
            }
        }
    }

    [Fact]
    public async Task Stop_ShutdownFails_LeavesTheMachineAndIsRunAgainOnRetry()
    {
        var spec = Rig.Spec($$$$$$"""{"shutdown":{"script":["test -e {{{{{{Mark}}}}}} || { echo orders are open >&2; exit 3; }"]}}""");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync(spec));

        Assert.Equal((false, "it ended with 3: orders are open"), (error.IsTransient, error.Problem));
        Assert.Contains("az vm run-command invoke", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("running", await Rig.PowerAsync());
        await File.WriteAllTextAsync(Mark, "");
        await Rig.StopAsync(spec);
        Assert.Equal("deallocated", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Stop_ShutdownAsksForAnotherTry_IsTransient() =>
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync(Rig.Spec("""{"shutdown":{"script":["exit 75"]}}""")))).IsTransient);

    [Fact]
    public async Task Stop_NoSuchMachine_IsFine()
    {
        Rig.Server.Remove(Rig.Id);
        await Rig.StopAsync();
        Assert.Equal(ComputeState.Stopped, await Rig.StateAsync());
        Assert.Empty(Rig.Server.OperationsStarted);
    }

    [Fact]
    public async Task Stop_StartIsUnderWay_LetsItEndFirst()
    {
        await Rig.ActAsync("deallocate", "deallocated");
        await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.StartAsync(Rig.Spec(), Rig.Scope(), default));

        await Rig.StopAsync();

        Assert.Equal(["deallocate", "start", "deallocate"], Rig.Server.OperationsStarted.Select(operation => operation.Name));
        Assert.Equal("deallocated", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Stop_StartedBySomebodyElseSince_IsStoppedAgainWithItsApplication()
    {
        var spec = Rig.Spec("""{"shutdown":{"script":["true"]}}""");
        while (Rig.Started("deallocate") == 0)
            await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.StopAsync(spec, Rig.Scope("stopSource"), default));
        for (var looks = 0; looks < MachineRig.Looks; looks++)
            await Rig.PowerAsync(); // it ends while nobody of us looks
        await Rig.ActAsync("start", "running");

        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync(spec))).IsTransient);
        await Rig.StopAsync(spec);

        Assert.Equal("deallocated", await Rig.PowerAsync());
        Assert.Equal(2, Rig.Started("runCommand"));
    }
}

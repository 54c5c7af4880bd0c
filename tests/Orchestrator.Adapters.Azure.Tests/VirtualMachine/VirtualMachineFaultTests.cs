using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

public sealed class VirtualMachineFaultTests(ArmJudge judge) : MachineTest(judge)
{
    // The address of an operation answers 409 and 412 for the operation itself, which has failed then.
    public static TheoryData<string, string> OfTheMachine => new() { { "POST", "/deallocate$" }, { "GET", "/instanceView$" }, { "POST", "/runCommand$" } };

    public static TheoryData<string, string> Requests => new()
    {
        { "POST", "/deallocate$" }, { "GET", "/instanceView$" }, { "POST", "/runCommand$" }, { "GET", "/operations/" },
    };

    private const string Shutdown = """{"shutdown":{"script":["true"]}}""";

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stop_IsThrottled_WaitsAsAskedAndStartsOnce(string method, string path)
    {
        Rig.Server.Faults.Add(method, path, 2, Fault.Throttle(TimeSpan.FromSeconds(47)));
        var waits = new List<TimeSpan>();

        await StopAsync(pending => waits.Add(pending.LookAgainAfter));

        Assert.Equal(2, waits.Count(wait => wait == TimeSpan.FromSeconds(47)));
        AssertStoppedOnce();
    }

    [Theory]
    [MemberData(nameof(OfTheMachine))]
    public async Task Stop_OthersWorkOnIt_Waits(string method, string path)
    {
        Rig.Server.Faults.Add(method, path, 2, Fault.Conflict("AnotherOperationInProgress"));
        await StopAsync(_ => { });
        AssertStoppedOnce();
    }

    [Theory]
    [MemberData(nameof(OfTheMachine))]
    public async Task Stop_ChangedMeanwhile_IsTransient(string method, string path)
    {
        Rig.Server.Faults.Add(method, path, 1, Fault.PreconditionFailed());
        await Rig.Stubborn.StopAsync(Rig.Spec(Shutdown), Rig.Scope("stopSource"), default);
        AssertStoppedOnce();
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stop_ServiceIsDown_IsTransient(string method, string path)
    {
        foreach (var fault in (Fault[])[Fault.ServerError(500), Fault.ServerError(503), Fault.DropBefore])
            Rig.Server.Faults.Add(method, path, 1, fault);
        await Rig.Stubborn.StopAsync(Rig.Spec(Shutdown), Rig.Scope("stopSource"), default);
        AssertStoppedOnce();
    }

    [Theory]
    [InlineData("POST", "/deallocate$")]
    [InlineData("GET", "/instanceView$")]
    [InlineData("GET", "/operations/")]
    public async Task Stop_AnswerIsLost_StartsOnce(string method, string path)
    {
        Rig.Server.Faults.Add(method, path, 1, Fault.DropAfter);
        await Rig.Stubborn.StopAsync(Rig.Spec(Shutdown), Rig.Scope("stopSource"), default);
        AssertStoppedOnce();
    }

    [Fact]
    public async Task Stop_AnswerToTheShutdownIsLost_IsRunAgainAsThePageSays()
    {
        Rig.Server.Faults.Add("POST", "/runCommand$", 1, Fault.DropAfter);
        await Rig.Stubborn.StopAsync(Rig.Spec(Shutdown), Rig.Scope("stopSource"), default);
        Assert.Equal((2, 1), (Rig.Started("runCommand"), Rig.Started("deallocate")));
    }

    [Fact]
    public async Task Stop_TokenExpiresInTheMiddle_GoesOn()
    {
        await StopAsync(_ => Rig.Server.ExpireTokens());
        AssertStoppedOnce();
    }

    [Fact]
    public async Task Stop_FailsAfterMinutes_IsStartedAnewByTheNextRun()
    {
        Rig.Server.Faults.Add("POST", "/deallocate$", 1, Fault.OperationFails("InternalExecutionError", 4));
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync())).IsTransient);
        await Rig.StopAsync();
        Assert.Equal("deallocated", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Stop_NotAllowed_NamesTheAction()
    {
        Rig.Server.Faults.Add("POST", "/deallocate$", 1, Fault.Answer(403, "AuthorizationFailed",
            $"The client 'x' with object id '0-1' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/deallocate/action' over scope '{Rig.Id}'."));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync());
        Assert.Contains("Microsoft.Compute/virtualMachines/deallocate/action", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task StopAndStart_RandomFaults_EndAsWanted(int seed)
    {
        var spec = Rig.Spec("""{"shutdown":{"script":["true"]},"health":{"script":["true"]}}""");
        Rig.Server.Faults.Random(seed, 0.25, Fault.Throttle(TimeSpan.FromSeconds(47)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter);
        for (var round = 1; round <= 4; round++)
        {
            await Rig.Stubborn.StopAsync(spec, Rig.Scope("stopSource"), default);
            Rig.Restart();
            await Rig.Stubborn.StartAsync(spec, Rig.Scope(), default);
            Assert.Equal((round, round), (Rig.Started("deallocate"), Rig.Started("start")));
        }

        Assert.NotEmpty(Rig.Server.Faults.Struck);
        Rig.Server.Faults.Clear();
        Assert.Equal("running", await Rig.PowerAsync());
    }

    private async Task StopAsync(Action<OperationPendingException> look)
    {
        for (var looks = 0; looks < 100; looks++)
        {
            try
            {
                await Rig.Adapter.StopAsync(Rig.Spec(Shutdown), Rig.Scope("stopSource"), default);
                return;
            }
            catch (OperationPendingException pending)
            {
                look(pending);
                Rig.Time.Advance(pending.LookAgainAfter);
            }
        }

        throw new TimeoutException("It did not stop.");
    }

    private void AssertStoppedOnce() =>
        Assert.Equal(["runCommand", "deallocate"], Rig.Server.OperationsStarted.Select(operation => operation.Name));
}

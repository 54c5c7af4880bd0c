using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Adapters.Azure.Tests.VirtualMachine;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.RunCommand;

public sealed class GuestScriptsTests(ArmJudge judge) : MachineTest(judge)
{
    [Fact]
    public async Task Run_Twice_RunsOnceAndAnswersTheSame()
    {
        var first = await RunAsync(Script("echo \"it's $ORCHESTRATOR_OPERATION_ID\""));
        Rig.Restart();
        var second = await RunAsync(Script("echo \"it's $ORCHESTRATOR_OPERATION_ID\""));

        Assert.Equal(new GuestResult(0, "it's m-1.provisionTarget", ""), first);
        Assert.Equal(first, second);
        Assert.Equal(1, Rig.Started("runCommand"));
    }

    [Fact]
    public async Task Run_Forgotten_RunsAgain()
    {
        await RunAsync(Script("true"));
        await new GuestScripts(Rig.Connector.For(Rig.Scope())).ForgetAsync(Script("true"), default);
        await RunAsync(Script("true"));
        Assert.Equal(2, Rig.Started("runCommand"));
    }

    [Fact]
    public async Task Run_FirstLineThatFails_EndsIt()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => RunAsync(Script("false", "echo went on >&2")));
        Assert.Equal((false, "it ended with 1"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task Run_BrokenText_IsAFailure() =>
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => RunAsync(Script("if true; then")))).IsTransient);

    [Fact]
    public async Task Run_Windows_IsSentToPowerShell()
    {
        RunCommandCall? seen = null;
        Rig.Server.RunCommand = call =>
        {
            seen = call;
            return new(0, "done\r\norchestrator-exit=0\r\n");
        };

        Assert.Equal("done", (await RunAsync(Script("Stop-Service orders") with { Os = GuestOs.Windows })).Output);

        Assert.Contains("& {\nStop-Service orders\n}", seen!.Script, StringComparison.Ordinal);
        Assert.Contains("\"commandId\":\"RunPowerShellScript\"", Rig.Server.Recorder.Exchanges.Single(exchange => exchange.Method == "POST").RequestBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MachineIsStopped_IsRefused()
    {
        await Rig.ActAsync("deallocate", "deallocated");
        await Assert.ThrowsAsync<AdapterException>(() => RunAsync(Script("true")));
    }

    private GuestScript Script(params string[] lines) =>
        new() { MachineId = Rig.Id, Key = "azureVm.agent", What = "Installing the agent", Lines = lines };

    private async Task<GuestResult> RunAsync(GuestScript script)
    {
        for (var looks = 0; looks < 50; looks++)
        {
            try
            {
                return await new GuestScripts(Rig.Connector.For(Rig.Scope("provisionTarget"))).RunAsync(script, default);
            }
            catch (OperationPendingException pending)
            {
                Rig.Time.Advance(pending.LookAgainAfter);
            }
        }

        throw new TimeoutException("The script did not end.");
    }
}

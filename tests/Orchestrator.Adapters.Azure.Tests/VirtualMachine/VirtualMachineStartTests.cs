using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Adapters.Azure.VirtualMachine;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

public sealed class VirtualMachineStartTests(ArmJudge judge) : MachineTest(judge)
{
    private const string Unhealthy = """{"health":{"script":["echo no database >&2; exit 1"],"timeout":"PT5M"}}""";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Rig.ActAsync("deallocate", "deallocated");
    }

    [Fact]
    public async Task Start_HostIsKilledAtEveryLook_StartsOnce()
    {
        for (var looks = 0; looks < 40; looks++)
        {
            try
            {
                await Rig.Restart().StartAsync(Rig.Spec(), Rig.Scope(), default);
                break;
            }
            catch (OperationPendingException pending)
            {
                Rig.Time.Advance(pending.LookAgainAfter);
            }
        }

        Assert.Equal(1, Rig.Started("start"));
        Assert.Equal(ComputeState.Running, await Rig.StateAsync());
    }

    [Fact]
    public async Task Start_BecomesHealthyLater_IsWaitedFor()
    {
        var mark = Path.Combine(Rig.WorkFolder, "health");
        await Rig.StartAsync(Rig.Spec($$$$$$"""{"health":{"script":["echo x >> {{{{{{mark}}}}}}; test $(wc -l < {{{{{{mark}}}}}}) -ge 3"]}}"""));
        Assert.Equal(3, Rig.Started("runCommand"));
    }

    [Fact]
    public async Task Start_NeverHealthy_TellsTheBootLogAndLeavesNothingRunning()
    {
        Environment.SetEnvironmentVariable("VM_TEST_SECRET", "s3cr3t-of-the-plan");
        await Rig.Secrets.ResolveAsync("env:VM_TEST_SECRET", default);
        Rig.Server.SetBootLog(Rig.Id, $"{new string('x', 9000)}\nlogin s3cr3t-of-the-plan\npassword=hunter2hunter2\nKernel panic - not syncing: VFS");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StartAsync(Rig.Spec(Unhealthy)));

        Assert.Contains("is not healthy: its health script: it ended with 1: no database; the end of its boot log:", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Kernel panic - not syncing: VFS", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("deallocated", await Rig.PowerAsync());
        Assert.Equal((1, 2), (Rig.Started("start"), Rig.Started("deallocate"))); // one was the test's own
        await Rig.StartAsync();
        Assert.Equal(ComputeState.Running, await Rig.StateAsync());
    }

    [Fact]
    public async Task Start_NeverHealthyAndHostIsKilledAtEveryLook_EndsTheSame()
    {
        for (var looks = 0; ; looks++)
        {
            Assert.True(looks < 200);
            try
            {
                await Rig.Restart().StartAsync(Rig.Spec(Unhealthy), Rig.Scope(), default);
            }
            catch (OperationPendingException pending)
            {
                Rig.Time.Advance(pending.LookAgainAfter);
            }
            catch (AdapterException error)
            {
                Assert.Contains("no database", error.Problem, StringComparison.Ordinal);
                break;
            }
        }

        Assert.Equal("deallocated", await Rig.PowerAsync());
        Assert.Equal((1, 2), (Rig.Started("start"), Rig.Started("deallocate")));
    }

    [Fact]
    public async Task Start_AzureGivesUpAfterMinutes_SaysWhyWithTheBootLog()
    {
        Rig.Server.SetBootLog(Rig.Id, "");
        Rig.Server.Faults.Add("POST", "/start$", 1, Fault.OperationFails("AllocationFailed", 3, "No room."));

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StartAsync());

        Assert.Equal("Azure took it on and gave it up: AllocationFailed: No room; its boot log is empty", error.Problem);
        Assert.Contains("az vm list-skus", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("deallocated", await Rig.PowerAsync());
        await Rig.StartAsync();
        Assert.Equal("running", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Start_RanBeforeAndIsNotHealthy_IsNotStoppedByUs()
    {
        await Rig.ActAsync("start", "running");
        await Assert.ThrowsAsync<AdapterException>(() => Rig.StartAsync(Rig.Spec(Unhealthy)));
        Assert.Equal("running", await Rig.PowerAsync());

        var looks = Rig.Started("runCommand");
        await Assert.ThrowsAsync<AdapterException>(() => Rig.StartAsync(Rig.Spec(Unhealthy)));
        Assert.Equal(2 * looks, Rig.Started("runCommand")); // a retry waits as long again
    }

    [Fact]
    public async Task Start_NoSuchMachine_SaysSo()
    {
        Rig.Server.Remove(Rig.Id);
        Assert.Equal("there is no such machine", (await Assert.ThrowsAsync<AdapterException>(() => Rig.StartAsync())).Problem);
    }

    [Fact]
    public async Task Start_StopIsUnderWay_LetsItEndFirst()
    {
        await Rig.StartAsync();
        await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.StopAsync(Rig.Spec(), Rig.Scope("stopSource"), default));
        await Rig.StartAsync();
        Assert.Equal((2, 2), (Rig.Started("start"), Rig.Started("deallocate")));
        Assert.Equal("running", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Start_ApplicationWasShutDownAndTheMachineNot_BootsIt()
    {
        var spec = Rig.Spec("""{"shutdown":{"script":["true"]}}""");
        await Rig.ActAsync("start", "running");
        await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.StopAsync(spec, Rig.Scope("stopSource"), default));

        await Rig.StartAsync(spec);

        Assert.Equal(["runCommand", "deallocate", "start"], Rig.Server.OperationsStarted.Skip(2).Select(operation => operation.Name));
        Assert.Equal("running", await Rig.PowerAsync());
    }

    [Fact]
    public async Task Start_ShutdownFailedAndItStillServes_IsLeftAlone()
    {
        var spec = Rig.Spec("""{"shutdown":{"script":["exit 3"]},"health":{"script":["true"]}}""");
        await Rig.ActAsync("start", "running");
        await Assert.ThrowsAsync<AdapterException>(() => Rig.StopAsync(spec));

        await Rig.StartAsync(spec);

        Assert.Equal((1, 1), (Rig.Started("start"), Rig.Started("deallocate")));
    }

    [Fact]
    public async Task GetState_AddressAndUrl_AreAskedFromHere()
    {
        await Rig.ActAsync("start", "running");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString();
        Assert.Equal(ComputeState.Running, await Rig.StateAsync(Rig.Spec($$$$$$"""{"address":"{{{{{{address}}}}}}"}""")));

        listener.Stop();
        Assert.Equal(ComputeState.Unhealthy, await Rig.StateAsync(Rig.Spec($$$$$$"""{"address":"{{{{{{address}}}}}}"}""")));
        Assert.Equal(ComputeState.Unhealthy, await Rig.StateAsync(Rig.Spec($$$$$$"""{"health":{"url":"http://{{{{{{address}}}}}}/health"}}""")));
    }

    [Theory]
    [InlineData("tcp", "10.1.2.4")]
    [InlineData("tcp", "10.1.2.4:70000")]
    [InlineData("url", "10.1.2.4/health")]
    public async Task GetState_HealthIsAskedNowhere_SaysWhatToWrite(string key, string value)
    {
        await Rig.ActAsync("start", "running");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.StateAsync(Rig.Spec($$$$$$"""{"health":{"{{{{{{key}}}}}}":"{{{{{{value}}}}}}"}}""")));
        Assert.Contains("HOST:PORT", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_LongLog_GivesItsEndWithoutBreakingACharacter()
    {
        var log = BootLog.Clean(string.Concat(Enumerable.Repeat($"{new string('ä', 99)}\n", 100)), Rig.Secrets);
        Assert.InRange(Encoding.UTF8.GetByteCount(log), BootLog.MostBytes - 1, BootLog.MostBytes);
        Assert.DoesNotContain('\uFFFD', log);
    }
}

using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Adapters.Local.Processes;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Commands;

public sealed class CommandRunnerTests : IDisposable
{
    private const string Secret = "s3cr3t-of-commands";
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;

    public CommandRunnerTests()
    {
        Environment.SetEnvironmentVariable("COMMANDTEST_SECRET", Secret);
        _host = new TestHost(_folder.Path, options =>
        {
            options.Secrets.AllowedEnvironment.Add("COMMANDTEST_*");
            options.AllowedCommands["sh"] = new AllowedCommand { Path = "/bin/sh", Arguments = { "-c" }, AllowedEnvironment = { "APP_*" } };
        });
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Provision_Facts_AreInTheEnvironment()
    {
        await ProvisionAsync($"env | grep ^ORCHESTRATOR_ | sort >{_folder.Path}/env");

        var facts = await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "env"));
        Assert.Contains("ORCHESTRATOR_OPERATION_ID=m-1.provision.provision", facts);
        Assert.Contains("ORCHESTRATOR_MIGRATION_ID=m-1", facts);
        Assert.Contains("ORCHESTRATOR_STEP=provision", facts);
        Assert.Contains("ORCHESTRATOR_ACTION=provision", facts);
        Assert.Contains("ORCHESTRATOR_WORKLOAD=orders", facts);
        Assert.Contains("ORCHESTRATOR_REHEARSAL=false", facts);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(75, true)]
    public async Task Provision_Fails_SaysWhyWithoutSecrets(int exitCode, bool isTransient)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => ProvisionAsync($"echo \"no luck with $APP_SECRET\" >&2; exit {exitCode}"));

        Assert.Contains("no luck with ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(isTransient, error.IsTransient);
    }

    [Fact]
    public async Task Provision_TooLong_IsEndedWithItsChildren()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(
            () => ProvisionAsync($"sleep 600 & echo $! >{_folder.Path}/child; wait", TimeSpan.FromSeconds(1)));

        Assert.True(error.IsTransient);
        Assert.Null(ProcessTable.Find(int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "child")))));
    }

    [Fact]
    public async Task Provision_LeavesADaemon_DoesNotWaitForIt()
    {
        await ProvisionAsync($"setsid sleep 600 & echo $! >{_folder.Path}/child");

        var pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "child")));
        Signals.Send(ProcessTable.Find(pid)!, Signals.Kill);
    }

    [Fact]
    public async Task Provision_LeftOverFromAKilledServer_IsEndedFirst()
    {
        var script = $"echo $$ >>{_folder.Path}/pids; test -e {_folder.Path}/second && exit 0; sleep 600; true";
        var call = new CommandCall { Command = "sh", Arguments = [script] };
        var line = await new CommandPolicy(new Dictionary<string, AllowedCommand>
        {
            ["sh"] = new() { Path = "/bin/sh", Arguments = { "-c" } },
        }).AllowAsync(call, _host.Scope("provision"), default);
        var mark = $"{new LocalAdapterOptions { StateFolder = _folder.Path }.HubMark}.command.m-1.provision.provision";
        var first = ProgramRunner.RunAsync(line, mark, "test", TimeSpan.FromMinutes(1), default);
        var pids = Path.Combine(_folder.Path, "pids");
        await TestWait.UntilAsync(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 1);
        _folder.Write("second", "");

        await ProvisionAsync(script, environment: []);

        Assert.NotEqual(0, (await first).ExitCode);
        Assert.Equal(2, (await File.ReadAllLinesAsync(pids)).Length);
    }

    [Fact]
    public async Task Provision_Cancelled_EndsTheCommand()
    {
        using var cancel = new CancellationTokenSource();
        var pid = Path.Combine(_folder.Path, "pid");
        var run = ProvisionAsync($"echo $$ >{pid}; exec sleep 600", cancellation: cancel.Token);
        await TestWait.UntilAsync(() => File.Exists(pid) && new FileInfo(pid).Length > 0);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Null(ProcessTable.Find(int.Parse(await File.ReadAllTextAsync(pid))));
    }

    [Theory]
    [InlineData("echo 42 orders; exit 0", true, "42 orders")]
    [InlineData("echo only 41 of $APP_SECRET; exit 1", false, "only 41 of ***")]
    [InlineData("exit 2", false, "exit code 2")]
    public async Task Check_ExitCode_Decides(string script, bool isPassed, string observed)
    {
        var check = Check(script);

        var result = await _host.Adapter<ICheckAdapter>("command").RunAsync(check, _host.Scope("check"), default);

        Assert.Equal(new CheckResult("totals", isPassed, observed), result);
    }

    [Fact]
    public async Task Check_TemporaryFailure_IsAnError()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(
            () => _host.Adapter<ICheckAdapter>("command").RunAsync(Check("exit 75"), _host.Scope("check"), default));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task Traffic_SetGetConfirm_GoTogether()
    {
        var state = Path.Combine(_folder.Path, "side");
        var spec = TestHost.Spec("command", new
        {
            set = Call($"echo $ORCHESTRATOR_SIDE >{state}"),
            get = Call($"cat {state}"),
            confirm = Call($"test $(cat {state}) = $ORCHESTRATOR_SIDE && echo seen $ORCHESTRATOR_SIDE"),
        });
        var traffic = _host.Adapter<ITrafficAdapter>("command");

        await traffic.SetAsync(spec, new TrafficState(Side.Target, IsHeld: false), _host.Scope("redirect"), default);

        Assert.Equal(new TrafficState(Side.Target, IsHeld: false), await traffic.GetAsync(spec, _host.Scope("redirect"), default));
        Assert.Equal("seen target", await traffic.ConfirmAsync(spec, Side.Target, _host.Scope("confirm"), default));
        await Assert.ThrowsAsync<AdapterException>(() => traffic.ConfirmAsync(spec, Side.Source, _host.Scope("confirm"), default));
    }

    [Fact]
    public async Task Policy_Empty_RunsNothing()
    {
        using var host = new TestHost(_folder.Path, _ => { });
        var spec = TestHost.Spec("command", new { provision = Call("true") });

        var error = await Assert.ThrowsAsync<AdapterException>(
            () => host.Adapter<IInfrastructureAdapter>("command").ProvisionAsync(spec, host.Scope("provision"), default));

        Assert.Contains("'AllowedCommands'", error.Message, StringComparison.Ordinal);
    }

    private static object Call(string script, TimeSpan? limit = null, Dictionary<string, string>? environment = null) => new
    {
        command = "sh",
        arguments = new[] { script },
        environment = environment ?? new() { ["APP_SECRET"] = "env:COMMANDTEST_SECRET" },
        timeLimit = limit ?? TimeSpan.FromMinutes(1),
    };

    private static CheckPlan Check(string script) => DurableJson.Read<CheckPlan>(DurableJson.Write(new
    {
        name = "totals",
        kind = "command",
        command = "sh",
        arguments = new[] { script },
        environment = script.Contains("APP_", StringComparison.Ordinal) ? new Dictionary<string, string> { ["APP_SECRET"] = "env:COMMANDTEST_SECRET" } : [],
    }))!;

    private Task ProvisionAsync(string script, TimeSpan? limit = null, Dictionary<string, string>? environment = null, CancellationToken cancellation = default) =>
        _host.Adapter<IInfrastructureAdapter>("command").ProvisionAsync(
            TestHost.Spec("command", new { provision = Call(script, limit, environment) }), _host.Scope("provision"), cancellation);
}

using System.Diagnostics;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Adapters.Local.Processes;
using Orchestrator.Contracts.Compute;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;
using SystemProcess = System.Diagnostics.Process;

namespace Orchestrator.Adapters.Local.Tests.Processes;

public sealed class ProcessAdapterTests : ComputeAdapterContract, IDisposable
{
    private const string Secret = "pässword/42+x";
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;
    private readonly int _port = LoopbackPort.Free();

    public ProcessAdapterTests()
    {
        Environment.SetEnvironmentVariable("LOCALTEST_SECRET", Secret);
        Spec = Make();
        _host = new TestHost(_folder.Path, options =>
        {
            options.AllowedCommands["app"] = new AllowedCommand { Path = TestProgram.Path, AllowedEnvironment = { "APP_*", "LD_*", "PATH" } };
            options.Secrets.AllowedEnvironment.Add("LOCALTEST_*");
        });
    }

    protected override IComputeAdapter Adapter => _host.Adapter<IComputeAdapter>("process");

    protected override AdapterSpec Spec { get; }

    private string Address => $"127.0.0.1:{_port}";

    public void Dispose()
    {
        foreach (var process in TestProgram.RunningOn(_port))
            Signals.Send(process, Signals.Kill);
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_Environment_ReachesTheProcessAlone()
    {
        var spec = Make(environment: new() { ["APP_SECRET"] = "env:LOCALTEST_SECRET", ["APP_DB"] = "{target:db}" });

        await Adapter.StartAsync(spec, _host.Scope("start", spec, expand: text => text.Replace("{target:db}", "Host=copy", StringComparison.Ordinal)), default);

        using var client = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        Assert.Equal(Secret, await client.GetStringAsync("/env/APP_SECRET"));
        Assert.Equal("Host=copy", await client.GetStringAsync("/env/APP_DB"));
        Assert.Equal("(none)", await client.GetStringAsync("/env/LOCALTEST_SECRET"));
        Assert.DoesNotContain(Secret, string.Concat(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DiesAtOnce_TellsItsLastWordsWithoutSecrets()
    {
        var spec = Make(["--print", "APP_SECRET", "--child", "--die"], environment: new() { ["APP_SECRET"] = "env:LOCALTEST_SECRET" });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, _host.Scope("start", spec), default));

        Assert.Contains("the secret is ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ComputeState.Stopped, await Adapter.GetStateAsync(spec, _host.Scope("start", spec), default));
    }

    [Fact]
    public async Task Start_NeverHealthy_LeavesNothing()
    {
        var spec = Make(["--sick", "--child"], timeout: TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, _host.Scope("start", spec), default));

        Assert.Equal(0, CountRunning());
        Assert.Equal(ComputeState.Stopped, await Adapter.GetStateAsync(spec, _host.Scope("start", spec), default));
    }

    [Fact]
    public async Task Start_AddressTaken_IsRefused()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, _port);
        other.Start();

        var error = await Assert.ThrowsAsync<AdapterException>(StartAsync);

        Assert.Contains("something else serves", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, CountRunning());
    }

    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("PATH")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("OTHER")]
    public async Task Start_VariableNotAllowed_IsRefused(string variable)
    {
        var spec = Make(environment: new() { [variable] = "x" });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, _host.Scope("start", spec), default));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, CountRunning());
    }

    [Fact]
    public async Task Start_SecretArgument_IsRefused()
    {
        var spec = Make(["env:LOCALTEST_SECRET"]);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, _host.Scope("start", spec), default));

        Assert.Contains("'environment'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_DeafWithChild_KillsBoth()
    {
        var spec = Make(["--deaf", "--child"], grace: TimeSpan.FromMilliseconds(300));
        await Adapter.StartAsync(spec, _host.Scope("start", spec), default);
        var family = ProcessFamily.Of(TestProgram.RunningOn(_port).Select(process => process.Pid).ToHashSet(), ProcessTable.Read());
        Assert.Equal(2, family.Count);

        await Adapter.StopAsync(spec, _host.Scope("stop", spec), default);

        Assert.All(family, process => Assert.Null(ProcessTable.Find(process.Pid)));
    }

    [Theory]
    [InlineData("port")]
    [InlineData("pidFile")]
    public async Task Stop_StartedBySomebodyElse_StopsAndStartsAgain(string foundBy)
    {
        var foreign = await StartForeignAsync();
        var pidFile = _folder.Write("app.pid", $"{foreign.Pid}\n");
        var spec = foundBy == "port" ? Make(port: _port) : Make(pidFile: pidFile);
        Assert.Equal(ComputeState.Running, await Adapter.GetStateAsync(spec, _host.Scope("stop", spec), default));

        await Adapter.StopAsync(spec, _host.Scope("stop", spec), default);
        Assert.Equal(0, CountRunning());

        await Adapter.StartAsync(spec, _host.Scope("start", spec), default);
        Assert.Equal(1, CountRunning());
    }

    [Fact]
    public async Task Stop_StartedBySomebodyElseAndNotFindable_SaysHow()
    {
        await StartForeignAsync();

        var error = await Assert.ThrowsAsync<AdapterException>(StopAsync);

        Assert.Contains("'pidFile' or 'port'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, CountRunning());
    }

    [Fact]
    public async Task Stop_PidFileOfAnotherProgram_LeavesItAlone()
    {
        using var sleep = SystemProcess.Start("/bin/sleep", "600");
        var spec = Make(pidFile: _folder.Write("app.pid", $"{sleep.Id}"));

        await Adapter.StopAsync(spec, _host.Scope("stop", spec), default);

        Assert.False(sleep.HasExited);
        sleep.Kill();
    }

    [Fact]
    public async Task Start_Rehearsal_IsAnotherProcess()
    {
        await StartAsync();
        var spec = Make();

        var state = await Adapter.GetStateAsync(spec, _host.Scope("start", spec, isRehearsal: true), default);

        Assert.Equal(ComputeState.Stopped, state);
    }

    [Theory]
    [InlineData("processes")] // before the start
    [InlineData("processes/orders.target.log")] // about to start
    [InlineData("processes/orders.target.json")] // started and noted
    public async Task Start_ServerKilled_RunsOnceAfterRestart(string killWhenExists)
    {
        using var server = SystemProcess.Start(new ProcessStartInfo(TestProgram.Path, ["host", TestProgram.Path, _folder.Path, $"{_port}"]))!;
        while (!Path.Exists(Path.Combine(_folder.Path, killWhenExists)))
            Assert.False(server.HasExited);
        server.Kill();
        await server.WaitForExitAsync();

        await StartAsync();

        Assert.Equal(1, CountRunning());
        await StopAsync();
        Assert.Equal(0, CountRunning());
    }

    [Fact]
    public async Task GetState_DiedByItself_IsStopped()
    {
        await StartAsync();
        var process = TestProgram.RunningOn(_port).Single();
        Signals.Send(process, Signals.Kill);
        await TestWait.UntilAsync(() => ProcessTable.Find(process.Pid) is null);

        Assert.Equal(ComputeState.Stopped, await Adapter.GetStateAsync(Spec, Scope("start"), default));
    }

    protected override int CountRunning() => TestProgram.RunningOn(_port).Count;

    protected override StepScope Scope(string step) => _host.Scope(step, Spec);

    private async Task<ProcessEntry> StartForeignAsync()
    {
        SystemProcess.Start(TestProgram.Path, ["--port", $"{_port}"]).Dispose();
        await TestWait.UntilAsync(async () => await HealthProbe.AcceptsAsync(Address, default));
        return TestProgram.RunningOn(_port).Single();
    }

    private AdapterSpec Make(
        string[]? arguments = null, Dictionary<string, string>? environment = null, TimeSpan? timeout = null, TimeSpan? grace = null,
        int? port = null, string? pidFile = null) => TestHost.Spec("process", new
        {
            command = "app",
            arguments = (string[])["--port", $"{_port}", .. arguments ?? []],
            environment = environment ?? [],
            address = Address,
            health = new { url = $"http://{Address}/health", timeout = timeout ?? TimeSpan.FromMinutes(1), interval = TimeSpan.FromMilliseconds(50) },
            stop = new { signal = "term", gracePeriod = grace ?? TimeSpan.FromSeconds(30) },
            port,
            pidFile,
        });
}

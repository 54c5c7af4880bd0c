using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Contracts.Compute;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Commands;

/// <summary>A "workload" that is a line in a file for each time it runs.</summary>
public sealed class CommandComputeAdapterTests : ComputeAdapterContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;

    public CommandComputeAdapterTests()
    {
        _host = new TestHost(_folder.Path, options => options.AllowedCommands["ctl"] = new AllowedCommand
        {
            Path = _folder.Write("ctl", """
                #!/bin/sh
                cd "$(dirname "$0")"
                case "$1" in
                  start) echo run >>running ;;
                  stop) rm -f running ;;
                  status) test -s running || exit 3 ;;
                  broken) exit 1 ;;
                esac
                """, isExecutable: true),
        });
        Spec = Make("start", "status");
    }

    protected override IComputeAdapter Adapter => _host.Adapter<IComputeAdapter>("command");

    protected override AdapterSpec Spec { get; }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_NeverHealthy_IsStoppedAgain()
    {
        var spec = Make("start", "broken");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, Scope("start"), default));

        Assert.Contains("did not become healthy", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, CountRunning());
    }

    protected override int CountRunning()
    {
        var running = Path.Combine(_folder.Path, "running");
        return File.Exists(running) ? File.ReadAllLines(running).Length : 0;
    }

    protected override StepScope Scope(string step) => _host.Scope(step, Spec);

    private static AdapterSpec Make(string start, string status) => TestHost.Spec("command", new
    {
        start = Call(start),
        stop = Call("stop"),
        status = Call(status),
        within = TimeSpan.FromSeconds(1),
    });

    private static object Call(string verb) => new { command = "ctl", arguments = new[] { verb } };
}

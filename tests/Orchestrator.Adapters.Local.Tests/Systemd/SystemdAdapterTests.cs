using Orchestrator.Contracts.Compute;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Systemd;

/// <summary>Against a script that answers as systemctl(1) says, since containers seldom run systemd.</summary>
public sealed class SystemdAdapterTests : ComputeAdapterContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;

    public SystemdAdapterTests() => _host = new TestHost(_folder.Path, options =>
    {
        options.AllowedUnits.Add("orders*.service");
        options.SystemctlPath = _folder.Write("systemctl", """
            #!/bin/sh
            cd "$(dirname "$0")"
            test "$1 $3" = "--no-ask-password --" || exit 64
            case "$2" in
              start) test "$4" = orders-broken.service && { echo "Job failed" >&2; exit 1; }; echo "$4" >>running ;;
              stop) rm -f running ;;
              is-active) if test -s running; then echo active; else echo inactive; exit 3; fi ;;
            esac
            """, isExecutable: true);
    });

    protected override IComputeAdapter Adapter => _host.Adapter<IComputeAdapter>("systemd");

    protected override AdapterSpec Spec { get; } = TestHost.Spec("systemd", new { unit = "orders.service" });

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ssh.service")]
    [InlineData("--force")]
    public async Task Start_UnitNotAllowed_NamesTheSetting(string unit)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(TestHost.Spec("systemd", new { unit }), Scope("start"), default));

        Assert.Contains("'AllowedUnits'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, CountRunning());
    }

    [Fact]
    public async Task Start_UnitFails_TellsWhatSystemctlSays()
    {
        var spec = TestHost.Spec("systemd", new { unit = "orders-broken.service" });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.StartAsync(spec, Scope("start"), default));

        Assert.Contains("Job failed", error.Message, StringComparison.Ordinal);
    }

    protected override int CountRunning()
    {
        var running = Path.Combine(_folder.Path, "running");
        return File.Exists(running) ? File.ReadAllLines(running).Length : 0;
    }

    protected override StepScope Scope(string step) => _host.Scope(step, Spec);
}

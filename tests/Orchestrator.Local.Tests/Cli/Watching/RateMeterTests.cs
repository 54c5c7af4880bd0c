using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Local.Cli.Watching;

namespace Orchestrator.Local.Tests.Cli.Watching;

public class RateMeterTests
{
    private readonly RateMeter _meter = new();

    [Fact]
    public void Observe_Once_KnowsNoRate()
    {
        Observe(seconds: 0, completed: 10);

        Assert.Null(_meter.PerSecond);
    }

    [Fact]
    public void Observe_SteadyStep_MeasuresTheLastSeconds()
    {
        foreach (var second in Enumerable.Range(0, 60))
            Observe(second, second < 30 ? second * 1000 : 30_000 + (second - 30) * 10);

        Assert.Equal(10, _meter.PerSecond);
    }

    [Fact]
    public void Observe_NextAttempt_StartsAnew()
    {
        Observe(0, 1000);
        Observe(1, 2000);
        Observe(2, 500);

        Assert.Null(_meter.PerSecond);
    }

    private void Observe(int seconds, long completed) => _meter.Observe(
        Statuses.Running with { Steps = [new StepStatus("a", "A", StepState.Running) { Progress = new StepProgress(completed, null, "rows") }] },
        Statuses.Start.AddSeconds(seconds));
}

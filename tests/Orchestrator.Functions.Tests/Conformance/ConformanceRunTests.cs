using Orchestrator.Conformance;
using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Functions.Tests.Conformance;

public sealed class ConformanceRunTests
{
    [Fact]
    public async Task Run_OnTheFake_KeepsEveryPromise()
    {
        await using var output = new StringWriter();
        var (passed, failed, skipped) = await ConformanceRun.RunAsync(() => new MemoryTarget(), output);
        Assert.True((failed, skipped) == (0, 0), output.ToString());
        Assert.True(passed > 35, output.ToString());
    }

    /// <summary>The Durable Task runtime itself, with its replays, under the adapters of the Functions app.</summary>
    [Fact]
    public async Task Run_OnTheRealRuntime_KeepsEveryPromiseThatCanBeTriedThere()
    {
        await using var output = new StringWriter();
        var (_, failed, skipped) = await ConformanceRun.RunAsync(() => new DurableTaskTarget(), output);
        Assert.True(failed == 0, output.ToString());
        Assert.True(skipped == 12, output.ToString()); // each with its reason; one more is to be looked at
    }

    [Fact]
    public async Task Run_OnAHostThatBreaksPromises_SaysWhich()
    {
        await using var output = new StringWriter();
        var (_, failed, _) = await ConformanceRun.RunAsync(() => new Broken(), output);
        Assert.True(failed > 0);
        Assert.Contains("Start_WithInput_CompletesWithOutput(): BROKEN: it does not start", output.ToString(), StringComparison.Ordinal);
    }

    private sealed class Broken : Target
    {
        protected override Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion) =>
            throw new InvalidOperationException("it does not start");
    }
}

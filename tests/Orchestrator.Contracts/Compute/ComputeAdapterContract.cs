using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Compute;

/// <summary>What every compute adapter must do with a workload that can be started and is stopped at first.</summary>
public abstract class ComputeAdapterContract
{
    protected abstract IComputeAdapter Adapter { get; }

    /// <summary>The workload, always the same one in a test.</summary>
    protected abstract AdapterSpec Spec { get; }

    /// <summary>How many times the workload runs, asked past the adapter.</summary>
    protected abstract int CountRunning();

    /// <summary>The scope of a step of a migration of that workload.</summary>
    protected abstract StepScope Scope(string step);

    [Fact]
    public async Task Start_Stopped_Runs()
    {
        await StartAsync();

        Assert.Equal(1, CountRunning());
        Assert.Equal(ComputeState.Running, await StateAsync());
    }

    [Fact]
    public async Task Start_Twice_RunsOnce()
    {
        await StartAsync();
        await StartAsync();

        Assert.Equal(1, CountRunning());
    }

    [Fact]
    public async Task Start_TwiceAtOnce_RunsOnce()
    {
        await Task.WhenAll(Task.Run(StartAsync), Task.Run(StartAsync));

        Assert.Equal(1, CountRunning());
    }

    [Fact]
    public async Task Start_AbandonedInTheMiddle_RunsOnceAfterAnother()
    {
        using var abandon = new CancellationTokenSource();
        var first = Adapter.StartAsync(Spec, Scope("start"), abandon.Token);
        while (CountRunning() == 0 && !first.IsCompleted)
            await Task.Delay(5);
        await abandon.CancelAsync();
        await first.ContinueWith(_ => { }, TaskScheduler.Default);

        await StartAsync();

        Assert.Equal(1, CountRunning());
        Assert.Equal(ComputeState.Running, await StateAsync());
    }

    [Fact]
    public async Task Stop_Running_LeavesNothing()
    {
        await StartAsync();

        await StopAsync();

        Assert.Equal(0, CountRunning());
        Assert.Equal(ComputeState.Stopped, await StateAsync());
    }

    [Fact]
    public async Task Stop_Twice_IsFine()
    {
        await StartAsync();
        await StopAsync();

        await StopAsync();

        Assert.Equal(0, CountRunning());
    }

    [Fact]
    public async Task Stop_NeverStarted_IsFine()
    {
        await StopAsync();

        Assert.Equal(ComputeState.Stopped, await StateAsync());
    }

    [Fact]
    public async Task Start_AfterStop_RunsAgain()
    {
        await StartAsync();
        await StopAsync();

        await StartAsync();

        Assert.Equal(1, CountRunning());
    }

    protected Task StartAsync() => Adapter.StartAsync(Spec, Scope("start"), CancellationToken.None);

    protected Task StopAsync() => Adapter.StopAsync(Spec, Scope("stop"), CancellationToken.None);

    private Task<ComputeState> StateAsync() => Adapter.GetStateAsync(Spec, Scope("start"), CancellationToken.None);
}

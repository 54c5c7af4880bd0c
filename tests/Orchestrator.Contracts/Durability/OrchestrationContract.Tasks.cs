using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Contracts.Durability;

/// <summary>Activities, children and timers.</summary>
public abstract partial class OrchestrationContract
{
    [Fact]
    public async Task Activity_Sequence_ReturnsResultsInOrder()
    {
        Registry.AddActivity<int, int>("Double", (_, value, _) => Task.FromResult(value * 2));
        Registry.AddOrchestration("Chain", async context =>
        {
            var value = 1;
            for (var i = 0; i < 10; i++)
                value = await context.CallActivityAsync<int>("Double", value);
            return value;
        });
        var host = await HostAsync();

        Assert.Equal(1024, (await RunAsync(host, "Chain")).ReadOutput<int>());
    }

    [Fact]
    public async Task Activity_FanOut_AllResultsArrive()
    {
        Registry.AddActivity<int, int>("Double", (_, value, _) => Task.FromResult(value * 2));
        Registry.AddOrchestration("Fan", async context =>
            (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<int>("Double", i)))).Sum());
        var host = await HostAsync();

        Assert.Equal(2450, (await RunAsync(host, "Fan")).ReadOutput<int>());
    }

    [Fact]
    public async Task Activity_Throws_CallerSeesWhatAndWhetherTransient()
    {
        Registry.AddActivity<int, int>("Throw", (_, _, _) => throw new TimeoutException("no answer"));
        Registry.AddOrchestration("Catch", async context =>
        {
            try
            {
                return await context.CallActivityAsync<string>("Throw", 1);
            }
            catch (TaskFailedException failed)
            {
                return $"{failed.TaskName}: {failed.Failure.Message} {failed.Failure.IsTransient}";
            }
        });
        var host = await HostAsync();

        Assert.Equal("Throw: no answer True", (await RunAsync(host, "Catch")).ReadOutput<string>());
    }

    [Fact]
    public async Task Activity_NotRegistered_FailsTheCallByName()
    {
        Registry.AddOrchestration("Call", context => context.CallActivityAsync<int>("Missing", 1));
        var host = await HostAsync();

        var ended = await RunAsync(host, "Call");

        Assert.Equal(OrchestrationState.Failed, ended.State);
        Assert.Contains("Missing", ended.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_FirstRun_IsDeliveryOne()
    {
        Registry.AddActivity<string?, string>("Run", (run, _, _) => Task.FromResult($"{run.InstanceId} {run.Name} {run.DeliveryCount}"));
        Registry.AddOrchestration("Call", context => context.CallActivityAsync<string>("Run"));
        var host = await HostAsync();

        var id = await host.StartAsync(new("Call") { InstanceId = "one" });

        Assert.Equal("one Run 1", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    [MovesTime]
    public async Task Activity_WithRetryPolicy_IsRetriedByTimersWhileTransient()
    {
        var runs = 0;
        Registry.AddActivity<int, int>("Flaky", (_, _, _) => ++runs < 3 ? throw new TimeoutException("busy") : Task.FromResult(runs));
        var policy = new RetryPolicy { MaxAttempts = 5, FirstDelay = TimeSpan.FromMinutes(1) };
        Registry.AddOrchestration("Retry", context => context.CallActivityAsync<int>("Flaky", 0, policy));
        var host = await HostAsync();
        var id = await host.StartAsync(new("Retry"));

        await UntilRecordedAsync(host, id, "TimerCreated");
        Time.Advance(TimeSpan.FromMinutes(1));
        await UntilRecordedAsync(host, id, "TimerCreated", times: 2);
        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(3, (await EndAsync(host, id)).ReadOutput<int>());
    }

    [Fact]
    public async Task Child_Completes_ParentGetsItsResult()
    {
        Registry.AddOrchestration("Child", context => Task.FromResult(context.GetInput<int>() + 1));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<int>("Child", 41, "the-child"));
        var host = await HostAsync();

        var ended = await RunAsync(host, "Parent");

        Assert.Equal(42, ended.ReadOutput<int>());
        Assert.Equal(TellsParents ? ended.InstanceId : null, (await host.FindAsync("the-child"))!.ParentInstanceId);
    }

    [Fact]
    public async Task Child_Fails_ParentSeesWhy()
    {
        Registry.AddOrchestration<int>("Child", _ => throw new InvalidOperationException("broken"));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<int>("Child"));
        var host = await HostAsync();

        var ended = await RunAsync(host, "Parent");

        Assert.Equal(OrchestrationState.Failed, ended.State);
        Assert.Equal("broken", ended.Failure!.Message);
    }

    [Fact]
    [BeyondDurableTask("the parent waits for ever")]
    public async Task Child_IdOfRunningInstance_FailsTheCall()
    {
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<int>("go"));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<int>("Wait", null, "taken"));
        var host = await HostAsync();
        await host.StartAsync(new("Wait") { InstanceId = "taken" });

        var ended = await RunAsync(host, "Parent");

        Assert.Contains("'taken' exists already", ended.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [MovesTime]
    public async Task Timer_Due_Fires()
    {
        Registry.AddOrchestration("Timer", async context =>
        {
            await context.CreateTimer(context.CurrentUtc + TimeSpan.FromDays(40));
            return context.CurrentUtc;
        });
        var host = await HostAsync();
        var started = Time.GetUtcNow();
        var id = await host.StartAsync(new("Timer"));

        await UntilRecordedAsync(host, id, "TimerCreated");
        Time.Advance(TimeSpan.FromDays(40));

        Assert.Equal(started + TimeSpan.FromDays(40), (await EndAsync(host, id)).ReadOutput<DateTimeOffset>());
    }

    [Fact]
    public async Task Timer_InThePast_FiresAtOnce()
    {
        Registry.AddOrchestration("Timer", async context =>
        {
            await context.CreateTimer(context.CurrentUtc - TimeSpan.FromDays(1));
            return true;
        });
        var host = await HostAsync();

        Assert.True((await RunAsync(host, "Timer")).ReadOutput<bool>());
    }

    [Fact]
    public async Task Timer_Cancelled_EndsAsCancelledAndKeepsNothingRunning()
    {
        Registry.AddOrchestration("Timeout", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(context.CurrentUtc + TimeSpan.FromDays(1), cancel.Token);
            var approved = context.WaitForExternalEvent<string>("approve");
            await Task.WhenAny(timer, approved);
            cancel.Cancel(); // not CancelAsync: that leaves the orchestration's logical thread
            return $"{await approved} {timer.IsCanceled}";
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Timeout"));
        await host.RaiseEventAsync(id, "approve", "yes");

        Assert.Equal("yes True", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    [MovesTime]
    public async Task CurrentUtc_ClockSetBack_NeverRunsBackwards()
    {
        Registry.AddOrchestration("Clock", async context =>
        {
            var before = context.CurrentUtc;
            await context.WaitForExternalEvent<int>("go");
            return context.CurrentUtc >= before;
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Clock"));
        await UntilAsync(host, id, instance => instance.State == OrchestrationState.Running);

        Time.JumpTo(Time.GetUtcNow() - TimeSpan.FromDays(1));
        await host.RaiseEventAsync(id, "go", 1);

        Assert.True((await EndAsync(host, id)).ReadOutput<bool>());
    }
}

using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>What only a durable engine can do: restarts, deliveries, replay, the clock.</summary>
public sealed class SqliteEngineTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TemporaryHub _hub = new();
    private readonly ManualTime _time = new();
    private readonly SqliteEngineOptions _options;
    private readonly List<SqliteEngine> _engines = [];

    public SqliteEngineTests() => _options = new() { HubPath = _hub.Path };

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
            await engine.DisposeAsync();
        _hub.Dispose();
    }

    [Fact]
    public async Task Stop_ActivityRunning_IsCancelledAndDeliveredAgainAtTheNextStart()
    {
        var running = new TaskCompletionSource();
        var first = await StartAsync(new DurableRegistry()
            .AddActivity<int, int>("Work", async (_, _, cancellation) =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return 0;
            })
            .AddOrchestration("Flow", context => context.CallActivityAsync<int>("Work", 1)));
        var id = await first.StartAsync(new StartOrchestration("Flow"));
        await running.Task.WaitAsync(Bound);
        await first.StopAsync();

        var second = await StartAsync(new DurableRegistry()
            .AddActivity<int, int>("Work", (run, _, _) => Task.FromResult(run.DeliveryCount))
            .AddOrchestration("Flow", context => context.CallActivityAsync<int>("Work", 1)));

        Assert.Equal(2, (await EndAsync(second, id)).ReadOutput<int>());
    }

    [Fact]
    public async Task Stop_SomebodyWaitsForCompletion_IsNotKeptWaiting()
    {
        var engine = await StartAsync(SleepFlow());
        var id = await engine.StartAsync(new StartOrchestration("Sleep"));
        var waiting = engine.WaitForCompletionAsync(id);

        await engine.StopAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.WaitAsync(Bound));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RaiseEventAsync(id, "go"));
    }

    [Fact]
    public async Task Start_AfterMaxDeliveries_ActivityFailsWithClearError()
    {
        _options.MaxDeliveries = 2;
        var id = await InterruptAsync(times: 2);

        var engine = await StartAsync(Flow((_, _, _) => Task.FromResult(1)));

        var ended = await EndAsync(engine, id);
        Assert.Equal(OrchestrationState.Failed, ended.State);
        Assert.Contains("was delivered 2 times", ended.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WaitingInstance_GoesOnWithBufferedEventsAndStatus()
    {
        static DurableRegistry Registry() => new DurableRegistry().AddOrchestration("Wait", async context =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<string>("first") + await context.WaitForExternalEvent<string>("second");
        });
        var first = await StartAsync(Registry());
        var id = await first.StartAsync(new StartOrchestration("Wait"));
        await first.RaiseEventAsync(id, "second", "b");
        await UntilAsync(first, id, instance => instance.CustomStatusJson is not null);
        await first.StopAsync();

        var second = await StartAsync(Registry());
        await second.RaiseEventAsync(id, "first", "a");

        Assert.Equal("ab", (await EndAsync(second, id)).ReadOutput<string>());
    }

    [Fact]
    public async Task Start_SuspendedInstance_StaysSuspendedWithItsEvents()
    {
        static DurableRegistry Registry() => new DurableRegistry().AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        var first = await StartAsync(Registry());
        var id = await first.StartAsync(new StartOrchestration("Wait"));
        await first.SuspendAsync(id, "pause");
        await first.RaiseEventAsync(id, "go", "kept");
        await first.StopAsync();

        var second = await StartAsync(Registry());
        Assert.Equal(OrchestrationState.Suspended, (await UntilAsync(second, id, instance => instance.State == OrchestrationState.Suspended)).State);
        await second.ResumeAsync(id, null);

        Assert.Equal("kept", (await EndAsync(second, id)).ReadOutput<string>());
    }

    [Fact]
    public async Task Start_CodeNoLongerMatchesHistory_InstanceRestsUntilTheRightCodeIsBack()
    {
        var id = await InterruptAsync(times: 1);

        var wrong = await StartAsync(new DurableRegistry()
            .AddActivity<int, int>("Work", (_, _, _) => Task.FromResult(5))
            .AddOrchestration("Flow", context => context.CallActivityAsync<int>("Other", 1)));
        var stuck = await UntilAsync(wrong, id, instance => instance.Failure is not null);
        await wrong.StopAsync();
        var right = await StartAsync(Flow((_, _, _) => Task.FromResult(-1)));

        Assert.Equal(OrchestrationState.Running, stuck.State);
        Assert.Equal(
            $"The orchestration '{id}' did not replay: action 0 was 'TaskScheduled Work' when it ran and is 'TaskScheduled Other' now.",
            stuck.Failure!.Message);
        var ended = await EndAsync(right, id);
        Assert.Equal(5, ended.ReadOutput<int>()); // the answer that came while the instance rested was kept
        Assert.Null(ended.Failure);
    }

    [Fact]
    public async Task Terminate_InstanceThatCannotReplay_Ends()
    {
        var id = await InterruptAsync(times: 1);
        var without = await StartAsync(new DurableRegistry());
        var stuck = await UntilAsync(without, id, instance => instance.Failure is not null);

        await without.TerminateAsync(id, "given up");

        Assert.Contains("no orchestration 'Flow'", stuck.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(OrchestrationState.Terminated, (await EndAsync(without, id)).State);
    }

    [Fact]
    public async Task Body_AwaitsSomethingNotDurable_IsLeftAloneWithClearError()
    {
        var never = new TaskCompletionSource<int>();
        var engine = await StartAsync(new DurableRegistry().AddOrchestration("Foreign", _ => never.Task));
        var id = await engine.StartAsync(new StartOrchestration("Foreign"));

        var stuck = await UntilAsync(engine, id, instance => instance.Failure is not null);

        Assert.Contains("awaits something that is not durable", stuck.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("Task.Delay", stuck.Failure.Remedy, StringComparison.Ordinal);
        Assert.False(stuck.IsFinished);
    }

    [Fact]
    public async Task Body_ContinuesOnAnotherThread_IsLeftAloneWithClearError()
    {
        var outside = new TaskCompletionSource<int>();
        var engine = await StartAsync(new DurableRegistry().AddOrchestration("Foreign", async context =>
        {
            var approval = context.WaitForExternalEvent<int>("go");
            await Task.WhenAny(approval, outside.Task);
            return 1;
        }));
        var id = await engine.StartAsync(new StartOrchestration("Foreign"));
        await UntilAsync(engine, id, instance => instance.State == OrchestrationState.Running);

        outside.SetResult(1);
        var stuck = await UntilAsync(engine, id, instance => instance.Failure is not null);

        Assert.Contains("left its thread", stuck.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_ClockSetForward_FiresAtTheNextCheck()
    {
        var engine = await StartAsync(SleepFlow());
        var id = await engine.StartAsync(new StartOrchestration("Sleep"));
        await UntilRecordedAsync(engine, id, "TimerCreated");

        _time.JumpTo(_time.GetUtcNow() + TimeSpan.FromHours(2));
        _time.Advance(_options.ClockCheckInterval);

        Assert.True((await EndAsync(engine, id)).ReadOutput<bool>());
    }

    [Fact]
    public async Task Timer_ClockSetBack_WaitsForTheWallClock()
    {
        var engine = await StartAsync(SleepFlow());
        var id = await engine.StartAsync(new StartOrchestration("Sleep"));
        await UntilRecordedAsync(engine, id, "TimerCreated");

        _time.JumpTo(_time.GetUtcNow() - TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False((await engine.FindAsync(id))!.IsFinished);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.True((await EndAsync(engine, id)).ReadOutput<bool>());
    }

    [Fact]
    public async Task Timer_DueWhileStopped_FiresAtStart()
    {
        var first = await StartAsync(SleepFlow());
        var id = await first.StartAsync(new StartOrchestration("Sleep"));
        await UntilRecordedAsync(first, id, "TimerCreated");
        await first.StopAsync();
        _time.Advance(TimeSpan.FromDays(1));

        var second = await StartAsync(SleepFlow());

        Assert.True((await EndAsync(second, id)).ReadOutput<bool>());
    }

    [Fact]
    public async Task NewGuid_AfterRestart_IsTheSame()
    {
        static DurableRegistry Registry() => new DurableRegistry().AddOrchestration("Guid", async context =>
        {
            var id = context.NewGuid();
            context.SetCustomStatus(id);
            await context.WaitForExternalEvent<int>("go");
            return id;
        });
        var first = await StartAsync(Registry());
        var id = await first.StartAsync(new StartOrchestration("Guid"));
        var before = (await UntilAsync(first, id, instance => instance.CustomStatusJson is not null)).ReadCustomStatus<Guid>();
        await first.StopAsync();

        var second = await StartAsync(Registry());
        await second.RaiseEventAsync(id, "go", 1);

        Assert.Equal(before, (await EndAsync(second, id)).ReadOutput<Guid>());
        Assert.Equal(5, before.Version);
    }

    private static DurableRegistry SleepFlow() => new DurableRegistry().AddOrchestration("Sleep", async context =>
    {
        await context.CreateTimer(context.CurrentUtc + TimeSpan.FromHours(1));
        return true;
    });

    private static DurableRegistry Flow(Func<ActivityRun, int, CancellationToken, Task<int>> work) => new DurableRegistry()
        .AddActivity("Work", work)
        .AddOrchestration("Flow", context => context.CallActivityAsync<int>("Work", 1));

    private static Task<OrchestrationInstance> EndAsync(SqliteEngine engine, string id) => engine.WaitForCompletionAsync(id).WaitAsync(Bound);

    private static async Task<OrchestrationInstance> UntilAsync(SqliteEngine engine, string id, Func<OrchestrationInstance, bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (true)
        {
            if (await engine.FindAsync(id, bound.Token) is { } instance && holds(instance))
                return instance;
            await Task.Delay(5, bound.Token);
        }
    }

    private static async Task UntilRecordedAsync(SqliteEngine engine, string id, string eventType)
    {
        using var bound = new CancellationTokenSource(Bound);
        while ((await engine.GetHistoryAsync(id, bound.Token)).All(record => record.EventType != eventType))
            await Task.Delay(5, bound.Token);
    }

    /// <summary>Leaves an instance behind whose activity was delivered and interrupted.</summary>
    private async Task<string> InterruptAsync(int times)
    {
        for (var time = 1; time <= times; time++)
        {
            var running = new TaskCompletionSource();
            var engine = await StartAsync(Flow(async (_, _, cancellation) =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return 0;
            }));
            if (time == 1)
                await engine.StartAsync(new StartOrchestration("Flow") { InstanceId = "interrupted" });
            await running.Task.WaitAsync(Bound);
            await engine.StopAsync();
        }
        return "interrupted";
    }

    private async Task<SqliteEngine> StartAsync(DurableRegistry registry)
    {
        var engine = new SqliteEngine(_options, registry, _time);
        _engines.Add(engine);
        await engine.StartAsync();
        return engine;
    }
}

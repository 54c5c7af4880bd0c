using System.Text.Json;
using Orchestrator.Conformance;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using Orchestrator.Functions.Durable;
using Orchestrator.Functions.Tests.Runtime;
using Xunit;

namespace Orchestrator.Functions.Tests.Durable;

/// <summary>Several instances of the app that share a ledger, and function calls that land on any of them.</summary>
public sealed class LongCallsTests : IDisposable
{
    private static readonly LongCallsOptions Quick = new()
    {
        Slice = TimeSpan.FromMilliseconds(100),
        Heartbeat = TimeSpan.FromMilliseconds(20),
        LostAfter = TimeSpan.FromSeconds(2),
    };

    private readonly InMemoryLedger _ledger = new();
    private readonly FakeLifetime _lifetime = new();
    private readonly TaskCompletionSource<JsonElement?> _work = new();
    private readonly TaskCompletionSource _ended = new();
    private int _runs;

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task Run_EndsInItsCall_AnswersAndWritesNothing()
    {
        _work.SetResult(JsonElements.Of("done"));
        var unhurried = FakeRunner.Calls(_ledger, Quick with { Slice = TimeSpan.FromMinutes(1), Heartbeat = TimeSpan.FromMinutes(1) }, _lifetime);
        var answer = await unhurried.RunAsync(Call(isPoll: false), "m", WorkAsync);
        Assert.Equal((false, "done"), (answer.IsRunning, JsonElements.To<string>(answer.Output)));
        Assert.Null(await _ledger.ReadDocumentAsync("m", $"call/{Id:n}"));
    }

    [Fact]
    public async Task Run_OutlastsItsCall_IsAwaitedByPollsOnThisAndOtherInstances()
    {
        var (here, there) = (Instance(), Instance());
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        Assert.True((await here.RunAsync(Call(isPoll: true), "m", WorkAsync)).IsRunning);
        await UntilToldAsync();
        Assert.True((await there.RunAsync(Call(isPoll: true), "m", WorkAsync)).IsRunning);
        _work.SetResult(JsonElements.Of("done"));
        Assert.Equal("done", JsonElements.To<string>((await AskAsync(there)).Output));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Run_FailsAfterItsCall_PollsElsewhereSeeTheSameFailure()
    {
        var (here, there) = (Instance(), Instance());
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        await UntilToldAsync();
        _work.SetException(Failures.Wrap(new AdapterException("no answer", "db", "wait", isTransient: true)));
        var error = await Assert.ThrowsAsync<FunctionFailedException>(() => AskAsync(there));
        Assert.Equal("wait", Failures.Read(new("x", error.Message, null, null, null)).Remedy);
    }

    [Fact]
    public async Task Run_InstanceFallsSilent_IsTakenUpByTheNextPoll()
    {
        await _ledger.WriteDocumentAsync("m", $"call/{Id:n}", DurableJson.Write(new LongCallState("gone", DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1), null))!);
        _work.SetResult(JsonElements.Of("again"));
        Assert.Equal("again", JsonElements.To<string>((await AskAsync(Instance())).Output));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Run_TakenUpByAnotherInstance_EndsHere()
    {
        var here = Instance();
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        await _ledger.WriteDocumentAsync("m", $"call/{Id:n}", DurableJson.Write(new LongCallState("other", DateTimeOffset.UtcNow, null))!);
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Run_TakenUpByAnotherInstance_PollsHereWaitForThatOne()
    {
        var here = Instance();
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        await TellAsync(new("other", DateTimeOffset.UtcNow, null));
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await TellAsync(new("other", DateTimeOffset.UtcNow, new(IsRunning: false, JsonElements.Of("theirs"))));

        Assert.Equal("theirs", JsonElements.To<string>((await AskAsync(here)).Output));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Run_DeliveredAgainElsewhere_WaitsForTheFirst()
    {
        var (here, there) = (Instance(), Instance());
        var first = here.RunAsync(Call(isPoll: false), "m", WorkAsync);
        await UntilToldAsync();
        var again = there.RunAsync(Call(isPoll: false), "m", WorkAsync);
        _work.SetResult(JsonElements.Of("done"));

        Assert.Equal("done", JsonElements.To<string>((await FirstEndAsync(first, here)).Output));
        Assert.Equal("done", JsonElements.To<string>((await FirstEndAsync(again, there)).Output));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Run_LedgerAwayWhileAPollWaits_GoesOnWaiting()
    {
        var (here, there) = (Instance(), Instance());
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        await UntilToldAsync();
        _ledger.IsAway = true;

        Assert.True((await there.RunAsync(Call(isPoll: true), "m", WorkAsync)).IsRunning);

        _ledger.IsAway = false;
        _work.SetResult(JsonElements.Of("done"));
        Assert.Equal("done", JsonElements.To<string>((await AskAsync(there)).Output));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Run_InstanceStops_IsTakenUpAtOnce()
    {
        using var lifetime = new FakeLifetime();
        var (here, there) = (FakeRunner.Calls(_ledger, Quick with { LostAfter = TimeSpan.FromDays(1) }, lifetime), FakeRunner.Calls(_ledger, Quick with { LostAfter = TimeSpan.FromDays(1) }, _lifetime));
        Assert.True((await here.RunAsync(Call(isPoll: false), "m", WorkAsync)).IsRunning);
        lifetime.StopApplication();
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _work.SetResult(JsonElements.Of("again"));
        Assert.Equal("again", JsonElements.To<string>((await AskAsync(there)).Output));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Orchestration_CallsALongActivity_GetsItsResult()
    {
        var time = new ManualTime();
        var registry = WithLongActivity();
        var runner = FakeRunner.Of(registry, Instance());
        var wrapped = new DurableRegistry().AddOrchestration("Flow", context => runner.RunAsync(new FakeOrchestrationContext(context)));
        wrapped.AddActivity<JsonElement?, JsonElement?>("Long", (run, input, stop) => runner.RunAsync(input, FakeFunctionContext.Of(run, stop)));
        var engine = new InMemoryOrchestrationHost(wrapped, time);
        var id = await engine.StartAsync(new("Flow"));
        while (time.NextDue is null)
            await Task.Delay(10);
        _work.SetResult(null);
        Assert.Equal(42, (await engine.RunToEndAsync(id, time)).ReadOutput<int>());
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Orchestration_CallsALongActivityOnTheRuntimeItself_GetsItsResult()
    {
        var (registry, calls) = (WithLongActivity(), 0);
        var runner = FakeRunner.Of(registry, Instance());
        await using var runtime = await RuntimeHost.StartAsync(tasks =>
        {
            tasks.AddOrchestratorFunc<JsonElement?, JsonElement?>("Flow", (context, _) => runner.RunAsync(context));
            tasks.AddActivityFunc<JsonElement?, JsonElement?>("Long", (context, input) =>
            {
                if (Interlocked.Increment(ref calls) == 3)
                    _work.SetResult(null); // it has been asked for twice by polls, with replays between
                return runner.RunAsync(input, context.InstanceId, "Long");
            });
        });
        var client = new DurableFunctionsClient(new() { Client = runtime.Client }, registry);

        var ended = await client.WaitForCompletionAsync(await client.StartAsync(new("Flow"))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(42, ended.ReadOutput<int>());
        Assert.Equal(1, _runs);
    }

    private DurableRegistry WithLongActivity()
    {
        var registry = new DurableRegistry();
        registry.AddActivity<int, int>("Long", async (_, value, _) =>
        {
            Interlocked.Increment(ref _runs);
            await _work.Task;
            return value + 1;
        });
        return registry.AddOrchestration("Flow", context => context.CallActivityAsync<int>("Long", 41));
    }

    private Guid Id { get; } = Guid.NewGuid();

    private LongCalls Instance() => FakeRunner.Calls(_ledger, Quick, _lifetime);

    private ActivityCall Call(bool isPoll) => new(Id, null, isPoll);

    private async Task<JsonElement?> WorkAsync(CancellationToken stop)
    {
        Interlocked.Increment(ref _runs);
        try
        {
            return await _work.Task.WaitAsync(stop);
        }
        finally
        {
            if (stop.IsCancellationRequested)
                _ended.TrySetResult();
        }
    }

    private async Task<ActivityAnswer> AskAsync(LongCalls instance)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            bound.Token.ThrowIfCancellationRequested();
            if (await instance.RunAsync(Call(isPoll: true), "m", WorkAsync) is { IsRunning: false } answer)
                return answer;
        }
    }

    private async Task<ActivityAnswer> FirstEndAsync(Task<ActivityAnswer> call, LongCalls instance) =>
        await call is { IsRunning: false } answer ? answer : await AskAsync(instance);

    private Task<string> TellAsync(LongCallState state) => _ledger.WriteDocumentAsync("m", $"call/{Id:n}", DurableJson.Write(state)!);

    private async Task UntilToldAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _ledger.ReadDocumentAsync("m", $"call/{Id:n}", bound.Token) is null)
            await Task.Delay(5, bound.Token);
    }
}

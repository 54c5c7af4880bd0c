using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Contracts.Durability;

/// <summary>
/// What every host promises an orchestration (design §8). One test per promise; a derived class names the host.
/// </summary>
public abstract partial class OrchestrationContract : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    protected ManualTime Time { get; } = new();

    protected DurableRegistry Registry { get; } = new();

    /// <summary>Whether the host tells whose child an instance is.</summary>
    protected virtual bool TellsParents => true;

    protected abstract Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    protected Task<IOrchestrationClient> HostAsync(string defaultVersion = "") => StartHostAsync(Registry, Time, defaultVersion);

    protected static async Task<OrchestrationInstance> RunAsync(IOrchestrationClient host, string name, object? input = null) =>
        await EndAsync(host, await host.StartAsync(new(name, input)));

    protected static Task<OrchestrationInstance> EndAsync(IOrchestrationClient host, string instanceId) =>
        host.WaitForCompletionAsync(instanceId).WaitAsync(Bound);

    protected static async Task<OrchestrationInstance> UntilAsync(IOrchestrationClient host, string instanceId, Func<OrchestrationInstance, bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (true)
        {
            if (await host.FindAsync(instanceId, bound.Token) is { } instance && holds(instance))
                return instance;
            await Task.Delay(5, bound.Token);
        }
    }

    /// <summary>Waits until the history of an instance holds a record, for example the timer that the test wants to let fire.</summary>
    protected static async Task UntilRecordedAsync(IOrchestrationClient host, string instanceId, string eventType, int times = 1)
    {
        using var bound = new CancellationTokenSource(Bound);
        while ((await host.GetHistoryAsync(instanceId, bound.Token)).Count(record => record.EventType == eventType) < times)
            await Task.Delay(5, bound.Token);
    }

    [Fact]
    public async Task Start_WithInput_CompletesWithOutput()
    {
        Registry.AddOrchestration("Echo", context => Task.FromResult(context.GetInput<string>() + "!"));
        var host = await HostAsync();

        var ended = await RunAsync(host, "Echo", "hello");

        Assert.Equal(OrchestrationState.Completed, ended.State);
        Assert.Equal("hello!", ended.ReadOutput<string>());
        Assert.Equal("hello", ended.ReadInput<string>());
        Assert.Equal("Echo", ended.Name);
    }

    [Fact]
    public async Task Start_IdOfRunningInstance_IsRefused()
    {
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<int>("go"));
        var host = await HostAsync();
        await host.StartAsync(new("Wait") { InstanceId = "one" });

        var error = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.StartAsync(new("Wait") { InstanceId = "one", ReplaceFinished = true }));

        Assert.Equal("one", error.InstanceId);
    }

    [Fact]
    public async Task Start_IdOfFinishedInstance_IsRefusedUnlessReplaced()
    {
        Registry.AddOrchestration("Echo", context => Task.FromResult(context.GetInput<int>()));
        var host = await HostAsync();
        await EndAsync(host, await host.StartAsync(new("Echo", 1) { InstanceId = "one" }));

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.StartAsync(new("Echo", 2) { InstanceId = "one" }));
        await host.StartAsync(new("Echo", 3) { InstanceId = "one", ReplaceFinished = true });

        Assert.Equal(3, (await EndAsync(host, "one")).ReadOutput<int>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("@entity")]
    [InlineData("tab\there")]
    [InlineData("naïve")]
    public async Task Start_IdThatIsNotPrintable_IsRefused(string instanceId)
    {
        Registry.AddOrchestration("Echo", _ => Task.FromResult(1));
        var host = await HostAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(new("Echo") { InstanceId = instanceId }));
    }

    [Fact]
    public async Task Start_UnknownOrchestration_IsRefusedByName()
    {
        var host = await HostAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(new("Missing")));

        Assert.Contains("Missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [MovesTime]
    public async Task Start_AtLaterTime_IsPendingUntilThen()
    {
        Registry.AddOrchestration("Now", context => Task.FromResult(context.CurrentUtc));
        var host = await HostAsync();
        var startAt = Time.GetUtcNow() + TimeSpan.FromHours(1);
        var id = await host.StartAsync(new("Now") { StartAt = startAt });

        Assert.Equal(OrchestrationState.Pending, (await host.FindAsync(id))!.State);
        Time.Advance(TimeSpan.FromHours(2));

        Assert.True((await EndAsync(host, id)).ReadOutput<DateTimeOffset>() >= startAt);
    }

    [Fact]
    public async Task Body_Throws_InstanceFailsWithDetails()
    {
        Registry.AddOrchestration<int>("Throw", _ => throw new TimeoutException("too slow"));
        var host = await HostAsync();

        var ended = await RunAsync(host, "Throw");

        Assert.Equal(OrchestrationState.Failed, ended.State);
        Assert.Equal(new FailureDetails("System.TimeoutException", "too slow", IsTransient: true), ended.Failure);
    }

    [Fact]
    [HostSetting("host.json")]
    public async Task Version_DefaultAndExplicit_ReachInstanceAndChild()
    {
        Registry.AddOrchestration("Child", context => Task.FromResult(context.Version));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<string>("Child"));
        var host = await HostAsync(defaultVersion: "1.0");

        var byDefault = await RunAsync(host, "Parent");
        var chosen = await EndAsync(host, await host.StartAsync(new("Parent") { Version = "0.9" }));

        Assert.Equal("1.0", byDefault.ReadOutput<string>());
        Assert.Equal("0.9", chosen.ReadOutput<string>());
    }

    [Fact]
    public async Task CustomStatus_LastOfEpisode_IsVisible()
    {
        Registry.AddOrchestration("Status", async context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus("second");
            return await context.WaitForExternalEvent<int>("go");
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Status"));

        await UntilAsync(host, id, instance => instance.CustomStatusJson is not null && instance.ReadCustomStatus<string>() == "second");
    }

    [Fact]
    public async Task CustomStatus_Over16KiB_FailsWithClearError()
    {
        Registry.AddOrchestration("Big", context =>
        {
            context.SetCustomStatus(new string('x', 9_000));
            return Task.FromResult(1);
        });
        var host = await HostAsync();

        var ended = await RunAsync(host, "Big");

        Assert.Equal(OrchestrationState.Failed, ended.State);
        Assert.Contains("at most 16,384 are allowed", ended.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewGuid_TwoCalls_Differ()
    {
        Registry.AddOrchestration("Guids", context => Task.FromResult(new[] { context.NewGuid(), context.NewGuid() }));
        var host = await HostAsync();

        var guids = (await RunAsync(host, "Guids")).ReadOutput<Guid[]>()!;

        Assert.NotEqual(guids[0], guids[1]);
    }

    [Fact]
    public async Task ContinueAsNew_WithInput_RunsAgainUnderTheSameId() =>
        Assert.Equal(5, (await RunAsync(await LoopingHostAsync(), "Loop", 0)).ReadOutput<int>());

    [Fact]
    public async Task ContinueAsNew_WithInput_StartsANewHistory()
    {
        var host = await LoopingHostAsync();
        var ended = await RunAsync(host, "Loop", 0);

        Assert.Single(await host.GetHistoryAsync(ended.InstanceId), record => record.EventType == "TaskScheduled");
    }

    private Task<IOrchestrationClient> LoopingHostAsync()
    {
        Registry.AddActivity<int, int>("Next", (_, value, _) => Task.FromResult(value + 1));
        Registry.AddOrchestration("Loop", async context =>
        {
            var value = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
            if (value < 5)
                context.ContinueAsNew(value);
            return value;
        });
        return HostAsync();
    }

    [Fact]
    public async Task ContinueAsNew_BufferedEvents_ReachTheNextRun()
    {
        Registry.AddOrchestration("Sum", async context =>
        {
            var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
            if (sum < 6)
                context.ContinueAsNew(sum);
            return sum;
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Sum", 0));
        foreach (var value in new[] { 1, 2, 3 })
            await host.RaiseEventAsync(id, "add", value);

        Assert.Equal(6, (await EndAsync(host, id)).ReadOutput<int>());
    }
}

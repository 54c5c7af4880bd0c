using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Contracts.Durability;

/// <summary>Events, suspension, termination, listing and purging.</summary>
public abstract partial class OrchestrationContract
{
    [Fact]
    public async Task Event_BeforeTheWait_IsBufferedByNameWithoutCase()
    {
        Registry.AddActivity<int, int>("Work", (_, value, _) => Task.FromResult(value));
        Registry.AddOrchestration("Late", async context =>
        {
            await context.WaitForExternalEvent<int>("first");
            return await context.WaitForExternalEvent<string>("SECOND");
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Late"));

        await host.RaiseEventAsync(id, "second", "early");
        await host.RaiseEventAsync(id, "FIRST", 1);

        Assert.Equal("early", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    public async Task Event_SeveralOfOneName_AreServedInOrder()
    {
        Registry.AddOrchestration("Collect", async context =>
            await context.WaitForExternalEvent<string>("letter") + await context.WaitForExternalEvent<string>("letter") + await context.WaitForExternalEvent<string>("letter"));
        var host = await HostAsync();
        var id = await host.StartAsync(new("Collect"));
        foreach (var letter in new[] { "a", "b", "c" })
            await host.RaiseEventAsync(id, "letter", letter);

        Assert.Equal("abc", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    [BeyondDurableTask("the newest of several open waiters is served first")]
    public async Task Event_SeveralOpenWaiters_AreServedInOrder()
    {
        Registry.AddOrchestration("Collect", async context =>
        {
            var first = context.WaitForExternalEvent<string>("letter");
            var second = context.WaitForExternalEvent<string>("letter");
            return await first + await second;
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Collect"));
        foreach (var letter in new[] { "a", "b" })
            await host.RaiseEventAsync(id, "letter", letter);

        Assert.Equal("ab", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    public async Task Event_WaiterCancelled_TakesNoEvent()
    {
        Registry.AddOrchestration("Cancelled", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var abandoned = context.WaitForExternalEvent<string>("go", cancel.Token);
            cancel.Cancel(); // not CancelAsync: that leaves the orchestration's logical thread
            return $"{await context.WaitForExternalEvent<string>("go")} {abandoned.IsCanceled}";
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Cancelled"));
        await host.RaiseEventAsync(id, "go", "kept");

        Assert.Equal("kept True", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    public async Task Event_UnknownOrFinishedInstance_IsRefused()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        var host = await HostAsync();
        var ended = await RunAsync(host, "Quick");

        await Assert.ThrowsAsync<OrchestrationNotFoundException>(() => host.RaiseEventAsync("nobody", "go"));
        var error = await Assert.ThrowsAsync<OrchestrationFinishedException>(() => host.RaiseEventAsync(ended.InstanceId, "go"));
        Assert.Equal(OrchestrationState.Completed, error.State);
    }

    [Fact]
    public async Task SendEvent_ToAnotherInstance_Arrives()
    {
        Registry.AddOrchestration("Receiver", context => context.WaitForExternalEvent<string>("hello"));
        Registry.AddOrchestration("Sender", context =>
        {
            context.SendEvent("nobody", "hello", "lost");
            context.SendEvent("receiver", "hello", "sent");
            return Task.FromResult(1);
        });
        var host = await HostAsync();
        await host.StartAsync(new("Receiver") { InstanceId = "receiver" });

        await RunAsync(host, "Sender");

        Assert.Equal("sent", (await EndAsync(host, "receiver")).ReadOutput<string>());
    }

    [Fact]
    public async Task Suspend_EventsArriving_AreBufferedUntilResumed()
    {
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        var host = await HostAsync();
        var id = await host.StartAsync(new("Wait"));
        await UntilAsync(host, id, instance => instance.State == OrchestrationState.Running);

        await host.SuspendAsync(id, "lunch");
        await UntilAsync(host, id, instance => instance.State == OrchestrationState.Suspended);
        await host.RaiseEventAsync(id, "go", "buffered");
        Assert.Equal(OrchestrationState.Suspended, (await host.FindAsync(id))!.State);
        await host.ResumeAsync(id, "back");

        Assert.Equal("buffered", (await EndAsync(host, id)).ReadOutput<string>());
    }

    [Fact]
    [MovesTime]
    public async Task Suspend_ActivityAndTimerEnding_WaitForResume()
    {
        var finish = new TaskCompletionSource();
        Registry.AddActivity<int, int>("Slow", async (_, value, _) =>
        {
            await finish.Task;
            return value;
        });
        Registry.AddOrchestration("Both", async context =>
        {
            var timer = context.CreateTimer(context.CurrentUtc + TimeSpan.FromMinutes(1));
            var value = await context.CallActivityAsync<int>("Slow", 7);
            await timer;
            return value;
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Both"));
        await UntilRecordedAsync(host, id, "TaskScheduled");
        await host.SuspendAsync(id, null);
        await UntilAsync(host, id, instance => instance.State == OrchestrationState.Suspended);

        finish.SetResult();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(OrchestrationState.Suspended, (await host.FindAsync(id))!.State);
        await host.ResumeAsync(id, null);

        Assert.Equal(7, (await EndAsync(host, id)).ReadOutput<int>());
    }

    [Fact]
    public async Task Terminate_Recursive_EndsChildrenToo()
    {
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<string>("Wait", null, "parent.child"));
        var host = await HostAsync();
        await host.StartAsync(new("Parent") { InstanceId = "parent" });
        await UntilAsync(host, "parent.child", instance => instance.State == OrchestrationState.Running);

        await host.TerminateAsync("parent", "enough", recursive: true);

        Assert.Equal("enough", (await EndAsync(host, "parent")).ReadOutput<string>());
        Assert.Equal(OrchestrationState.Terminated, (await EndAsync(host, "parent.child")).State);
        await Assert.ThrowsAsync<OrchestrationFinishedException>(() => host.TerminateAsync("parent", "again"));
    }

    [Fact]
    public async Task Terminate_Child_ParentSeesAFailure()
    {
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        Registry.AddOrchestration("Parent", context => context.CallSubOrchestrationAsync<string>("Wait", null, "child"));
        var host = await HostAsync();
        await host.StartAsync(new("Parent") { InstanceId = "parent" });
        await UntilAsync(host, "child", instance => instance.State == OrchestrationState.Running);

        await host.TerminateAsync("child", "enough");

        Assert.Equal(OrchestrationState.Failed, (await EndAsync(host, "parent")).State);
    }

    [Fact]
    public async Task Query_PagesAndFilters_ListNewestFirst()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        Registry.AddOrchestration("Other", _ => Task.FromResult(1));
        var host = await HostAsync();
        for (var i = 0; i < 5; i++)
            await EndAsync(host, await host.StartAsync(new("Quick", i) { InstanceId = $"q-{i}" }));
        await RunAsync(host, "Other");

        var query = new OrchestrationQuery { InstanceIdPrefix = "q-", Names = ["quick"], States = [OrchestrationState.Completed], PageSize = 2 };
        var first = await host.QueryAsync(query);
        var second = await host.QueryAsync(query with { ContinuationToken = first.ContinuationToken });
        var third = await host.QueryAsync(query with { ContinuationToken = second.ContinuationToken, WithInputsAndOutputs = false });

        Assert.Equal(["q-4", "q-3", "q-2", "q-1"], first.Instances.Concat(second.Instances).Select(instance => instance.InstanceId));
        Assert.Equal("q-0", Assert.Single(third.Instances).InstanceId);
        Assert.Null(third.Instances[0].OutputJson);
        Assert.Null(third.ContinuationToken);
    }

    [Fact]
    [MovesTime]
    public async Task Query_ByCreationTime_FindsThoseBetween()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        var host = await HostAsync();
        await EndAsync(host, await host.StartAsync(new("Quick") { InstanceId = "old" }));
        Time.Advance(TimeSpan.FromHours(1));
        await EndAsync(host, await host.StartAsync(new("Quick") { InstanceId = "new" }));

        var recent = await host.QueryAsync(new() { CreatedFrom = Time.GetUtcNow() });
        var old = await host.QueryAsync(new() { CreatedTo = Time.GetUtcNow() - TimeSpan.FromMinutes(1) });

        Assert.Equal("new", Assert.Single(recent.Instances).InstanceId);
        Assert.Equal("old", Assert.Single(old.Instances).InstanceId);
    }

    [Fact]
    public async Task Query_ByTimeOfChange_FindsWhatChangedSince()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        var host = await HostAsync();
        await RunAsync(host, "Quick");
        var changed = Assert.Single((await host.QueryAsync(new())).Instances);
        var later = new OrchestrationQuery { UpdatedFrom = changed.LastUpdatedAt + TimeSpan.FromHours(1) };

        Assert.Single((await host.QueryAsync(new() { UpdatedFrom = changed.LastUpdatedAt })).Instances);
        Assert.Empty((await host.QueryAsync(later)).Instances);
        Assert.Equal(0, await host.PurgeAsync(later));
        Assert.NotNull(await host.FindAsync(changed.InstanceId));
    }

    [Fact]
    public async Task Purge_OneInstance_RemovesItOnceItHasEnded()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        var host = await HostAsync();
        var ended = await RunAsync(host, "Quick");
        var waiting = await host.StartAsync(new("Wait"));

        Assert.True(await host.PurgeAsync(ended.InstanceId));
        Assert.False(await host.PurgeAsync(ended.InstanceId));
        Assert.False(await host.PurgeAsync(waiting));
        Assert.Null(await host.FindAsync(ended.InstanceId));
        await Assert.ThrowsAsync<OrchestrationNotFoundException>(() => host.GetHistoryAsync(ended.InstanceId));
        Assert.NotNull(await host.FindAsync(waiting));
    }

    [Fact]
    public async Task Purge_SetOfInstances_RemovesThoseThatHaveEnded()
    {
        Registry.AddOrchestration("Quick", _ => Task.FromResult(1));
        Registry.AddOrchestration("Wait", context => context.WaitForExternalEvent<string>("go"));
        var host = await HostAsync();
        var ended = await RunAsync(host, "Quick");
        var waiting = await host.StartAsync(new("Wait"));

        Assert.Equal(1, await host.PurgeAsync(new OrchestrationQuery()));
        Assert.Null(await host.FindAsync(ended.InstanceId));
        Assert.NotNull(await host.FindAsync(waiting));
    }

    [Fact]
    public async Task History_OfAFlow_TellsWhatHappened()
    {
        Registry.AddActivity<int, int>("Work", (_, value, _) => Task.FromResult(value));
        Registry.AddOrchestration("Flow", async context =>
        {
            var value = await context.CallActivityAsync<int>("Work", 5);
            return value + await context.WaitForExternalEvent<int>("more");
        });
        var host = await HostAsync();
        var id = await host.StartAsync(new("Flow"));
        await UntilRecordedAsync(host, id, "TaskCompleted");
        await host.RaiseEventAsync(id, "more", 2);
        await EndAsync(host, id);

        var history = await host.GetHistoryAsync(id);

        Assert.Equal(["ExecutionStarted", "TaskScheduled", "TaskCompleted", "EventRaised", "ExecutionCompleted"], history.Select(record => record.EventType));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (long)i), history.Select(record => record.SequenceNumber));
        Assert.Equal("Work", history[1].Name);
        Assert.Equal(history[1].TaskId, history[2].TaskId);
    }
}

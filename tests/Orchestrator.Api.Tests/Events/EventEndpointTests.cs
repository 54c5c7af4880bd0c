using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Events;
using Xunit;

namespace Orchestrator.Api.Tests.Events;

public sealed class EventEndpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Follow_Always_SendsTheStatusAtOnceAndEveryChangeUntilTheEnd()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var events = await EventReader.OpenAsync(server.ClientOf("reader"), id);

        var first = await events.NextAsync("status");
        await server.Migrations.CancelAsync(id, null, ApiServer.Starter);
        var last = first;
        while (await events.NextAsync() is { } next)
            last = next;

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("waitingForApproval", first.Json.Text("state"));
        Assert.Equal($"{first.Json.Text("revision")}-waitingForApproval", first.Id);
        Assert.Equal("rolledBack", last.Json.Text("state"));
    }

    [Fact]
    public async Task Follow_PauseThatOnlyTheEngineKnows_IsAChange()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var events = await EventReader.OpenAsync(server.ClientOf(), id);
        await events.NextAsync("status");

        await server.Migrations.PauseAsync(id, null, ApiServer.Starter);

        Assert.Equal("paused", (await events.NextAsync("status")).Json.Text("state"));
    }

    [Fact]
    public async Task Follow_ResumedWithTheLastEvent_SendsOnlyWhatFollows()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var before = await EventReader.OpenAsync(server.ClientOf(), id);
        var seen = await before.NextAsync("status");
        before.Dispose();

        using var after = await EventReader.OpenAsync(server.ClientOf(), id, seen.Id);
        await server.Migrations.PauseAsync(id, null, ApiServer.Starter);

        Assert.Equal("paused", (await after.NextAsync("status")).Json.Text("state"));
    }

    [Theory]
    [InlineData("1-running")]
    [InlineData("999999-running")]
    [InlineData("anything")]
    public async Task Follow_ResumedWithAnotherEvent_SendsThePresentStatus(string lastEventId)
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());

        using var events = await EventReader.OpenAsync(server.ClientOf(), id, lastEventId);

        Assert.Equal("waitingForApproval", (await events.NextAsync("status")).Json.Text("state"));
    }

    [Fact]
    public async Task Follow_EndedAndAllSeen_Answers204SoThatNobodyComesBack()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.CutOver);
        await server.Migrations.FinalizeAsync(id, null, ApiServer.Starter);
        await server.Engine.WhenIdleAsync();
        using var events = await EventReader.OpenAsync(server.ClientOf(), id);
        var last = await events.NextAsync("status");
        Assert.Null(await events.NextAsync());

        using var again = await EventReader.OpenAsync(server.ClientOf(), id, last.Id);

        Assert.Equal(HttpStatusCode.NoContent, again.Response.StatusCode);
    }

    [Fact]
    public async Task Follow_OnlyProgressChanges_SendsProgressWithoutId()
    {
        var goOn = new TaskCompletionSource();
        await using var server = await StartAsync();
        server.Faults.Before = (scope, _) => scope.Step == "restore" ? goOn.Task : Task.CompletedTask;
        var started = await server.Migrations.StartAsync(new(Plans.CutOver), ApiServer.Starter);
        using var events = await EventReader.OpenAsync(server.ClientOf(), started.Id);
        await WaitForStepAsync(events, "restore");

        server.Progress.Report(started.Id, "restore", new(5, 10, "rows"));
        var progress = await events.NextAsync("progress");
        server.Progress.Report(started.Id, "restore", new(10, 10, "rows"));
        while (!progress.Data.Contains("\"completed\":10", StringComparison.Ordinal))
            progress = await events.NextAsync("progress");
        goOn.SetResult();

        Assert.Null(progress.Id);
        Assert.Equal("restore", progress.Json["steps"]![0]!.Text("name"));
        ServerEvent status;
        do
            status = await events.NextAsync("status");
        while (status.Json.Text("state") != "cutOver");
    }

    // At the gate before cutover writes are frozen, and for how long changes all the time.
    [Fact]
    public async Task Follow_NothingHappens_SendsComments()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.GatedAtStart);
        using var events = await EventReader.OpenAsync(server.ClientOf(), id);

        await events.NextAsync("status");

        await events.NextAsync("comment");
        await events.NextAsync("comment");
    }

    [Fact]
    public async Task Follow_ManyViewers_ShareOneReaderThatEndsWithTheLast()
    {
        await using var server = await StartAsync();
        var feeds = server.Services.GetRequiredService<MigrationFeeds>();
        var id = await server.StartMigrationAsync(Plans.Gated());
        var viewers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => EventReader.OpenAsync(server.ClientOf(), id)));
        foreach (var viewer in viewers)
            await viewer.NextAsync("status");
        Assert.Equal(1, feeds.Count);

        foreach (var viewer in viewers)
            viewer.Dispose();

        Assert.True(await BecomesAsync(() => feeds.Count == 0));
    }

    [Fact]
    public async Task Follow_ServerStops_EndsTheStream()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var events = await EventReader.OpenAsync(server.ClientOf(), id);
        await events.NextAsync("status");

        await server.StopAsync().WaitAsync(Patience);

        ServerEvent? next;
        do
            next = await events.NextAsync();
        while (next is not null);
    }

    private static Task<ApiServer> StartAsync() => ApiServer.StartAsync(options: api =>
    {
        api.EventPollInterval = TimeSpan.FromMilliseconds(20);
        api.ProgressInterval = TimeSpan.FromMilliseconds(40);
        api.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
    });

    private static async Task WaitForStepAsync(EventReader events, string name)
    {
        while (true)
        {
            var steps = (await events.NextAsync("status")).Json["steps"]!.AsArray().Select(step => step!);
            if (steps.Any(step => step.Text("name") == name && step.Text("state") == "running"))
                return;
        }
    }

    private static async Task<bool> BecomesAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
        return true;
    }
}

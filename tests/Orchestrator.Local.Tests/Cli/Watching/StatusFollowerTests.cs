using Microsoft.AspNetCore.Http;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli;
using Orchestrator.Local.Cli.Client;
using Orchestrator.Local.Cli.Watching;

namespace Orchestrator.Local.Tests.Cli.Watching;

public sealed class StatusFollowerTests : IAsyncLifetime
{
    private const string StatusRoute = $"GET /api/migrations/{Statuses.Id}";
    private const string EventsRoute = $"{StatusRoute}/events";
    private FakeServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _server.OnJson(StatusRoute, Statuses.Running);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task FollowAsync_Events_GivesStatusesAndProgressUntilTheEnd()
    {
        _server.On(EventsRoute, context => WriteAsync(
            context,
            Event("3-running", Statuses.Running),
            "event: progress\n" + """data: {"revision":3,"steps":[{"name":"backup","progress":{"completed":7,"total":9,"unit":"rows"}}]}""" + "\n\n",
            ": still here\n\n",
            Event("6-completed", Statuses.Ended(MigrationState.Completed))));

        var seen = await FollowAsync();

        Assert.Equal([MigrationState.Running, MigrationState.Running, MigrationState.Running, MigrationState.Completed], seen.Select(status => status.State));
        Assert.Equal(7, seen[2].Steps[2].Progress?.Completed);
    }

    [Fact]
    public async Task FollowAsync_LostConnection_ComesBackWithTheLastEvent()
    {
        var calls = 0;
        _server.On(EventsRoute, async context =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == 2)
                context.Abort();
            else
                await WriteAsync(context, call == 1 ? Event("3-running", Statuses.Running) : Event("6-completed", Statuses.Ended(MigrationState.Completed)));
        });

        var seen = await FollowAsync();

        Assert.Equal(MigrationState.Completed, seen[^1].State);
        Assert.Equal(["", "3-running", "3-running"], _server.Requests.Where(request => request.Line == EventsRoute).Select(request => request.Headers["Last-Event-ID"].ToString()));
    }

    [Fact]
    public async Task FollowAsync_NoEventsThere_AsksAgain()
    {
        var calls = 0;
        _server.On(StatusRoute, context => context.Response.WriteAsync(
            DurableJson.Write(Interlocked.Increment(ref calls) < 3 ? Statuses.Running : Statuses.Ended(MigrationState.RolledBack))!));

        var seen = await FollowAsync();

        Assert.Equal(MigrationState.RolledBack, seen[^1].State);
    }

    [Fact]
    public async Task FollowAsync_UnknownMigration_IsBadInput()
    {
        _server.OnJson(StatusRoute, """{"title":"Not Found","detail":"There is no migration 'orders-1'.","remedy":"List them."}""", 404);

        var error = await Assert.ThrowsAsync<CliException>(FollowAsync);

        Assert.Equal((ExitCodes.BadInput, "There is no migration 'orders-1'.", "List them."), (error.ExitCode, error.Message, error.Remedy));
    }

    private static string Event(string id, MigrationStatus status) => $"id: {id}\nevent: status\ndata: {DurableJson.Write(status)}\n\n";

    private static async Task WriteAsync(HttpContext context, params string[] parts)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var part in parts)
        {
            await context.Response.WriteAsync(part);
            await context.Response.Body.FlushAsync();
        }
    }

    private async Task<List<MigrationStatus>> FollowAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var api = new ApiClient(new ServerConnection(new Uri(_server.Url + "/"), "key"), new Terminal().Host());
        var seen = new List<MigrationStatus>();
        await foreach (var status in new StatusFollower(api, Statuses.Id, TimeProvider.System).FollowAsync(limit.Token))
            seen.Add(status);
        return seen;
    }
}

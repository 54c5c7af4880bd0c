using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Dashboard;
using Orchestrator.Api.Tests.Events;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Plans;
using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class OverviewEndpointTests
{
    private const string Feed = "/api/migrations/feed";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Follow_NoMigrations_SendsAnEmptyList()
    {
        await using var server = await StartAsync();
        using var events = await EventReader.OpenPathAsync(server.ClientOf("reader"), Feed);

        var reset = await events.NextAsync("reset");

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"rows":[],"more":false}""", reset.Data);
    }

    [Fact]
    public async Task Follow_MigrationAtAGate_ShowsWhatAndForWhomItWaits()
    {
        await using var server = await StartAsync();
        var plan = Plans.Gated(new() { Required = 2, From = ["approver", "paula"] }) with
        {
            Environment = WorkloadEnvironment.Staging,
            Owner = new() { Name = "Payments" },
        };
        var id = await server.StartMigrationAsync(plan);
        using var events = await EventReader.OpenPathAsync(server.ClientOf("reader"), Feed);

        var row = Assert.Single((await events.NextAsync("reset")).Json["rows"]!.AsArray())!;

        Assert.Equal((id, "orders", "staging", "Payments"), (row.Text("id"), row.Text("workload"), row.Text("environment"), row.Text("owner")));
        Assert.Equal(("waitingForApproval", "offline", "false"), (row.Text("state"), row.Text("strategy"), row.Text("rehearsal")));
        Assert.Equal(("source", "cutover", "2"), (row.Text("traffic"), row["waitingFor"]!.Text("gate"), row["waitingFor"]!.Text("required")));
        Assert.Equal(["approver", "paula"], row["waitingFor"]!["roles"]!.AsArray().Select(role => role!.ToString()));
        Assert.NotNull(row["frozenSince"]);
        Assert.InRange((int)row["stepsDone"]!, 1, (int)row["stepsTotal"]! - 1);
        Assert.StartsWith("Needs 2 more approvals by ", row.Text("forecast"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_MigrationChanges_SendsItsRow()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        await server.Migrations.CancelAsync(id, null, ApiServer.Starter);

        Assert.Equal("rolledBack", await UntilAsync(events, id, "rolledBack"));
    }

    [Fact]
    public async Task Follow_NewMigration_SendsItsRow()
    {
        await using var server = await StartAsync();
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        var id = await server.StartMigrationAsync(Plans.CutOver);

        Assert.Equal("cutOver", await UntilAsync(events, id, "cutOver"));
    }

    [Fact]
    public async Task Follow_PauseThatOnlyTheEngineKnows_SendsItsRow()
    {
        await using var server = await StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        await server.Migrations.PauseAsync(id, null, ApiServer.Starter);

        Assert.Equal("paused", await UntilAsync(events, id, "paused"));
    }

    [Fact]
    public async Task Follow_StepProgresses_SendsItsRow()
    {
        var goOn = new TaskCompletionSource();
        await using var server = await StartAsync();
        server.Faults.Before = (scope, _) => scope.Step == "restore" ? goOn.Task : Task.CompletedTask;
        var started = await server.Migrations.StartAsync(new(Plans.CutOver), ApiServer.Starter);
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        server.Progress.Report(started.Id, "restore", new(7, 10, "rows"));
        var row = await RowAsync(events, started.Id, row => row["step"]?["progress"]?.Text("completed") == "7");
        goOn.SetResult();

        Assert.Equal("restore", row["step"]!.Text("name"));
        Assert.Equal(("10", "rows"), (row["step"]!["progress"]!.Text("total"), row["step"]!["progress"]!.Text("unit")));
    }

    [Fact]
    public async Task Follow_ComesBackWithTheLastEvent_GetsOnlyWhatItMissed()
    {
        await using var server = await StartAsync();
        var first = await server.StartMigrationAsync(Plans.Gated());
        ServerEvent seen;
        using (var before = await EventReader.OpenPathAsync(server.ClientOf(), Feed))
            seen = await before.NextAsync("reset");
        var second = await server.StartMigrationAsync(Plans.Gated() with { Name = "invoices" });

        using var after = await EventReader.OpenPathAsync(server.ClientOf(), Feed, seen.Id);
        await after.NextAsync(""); // retry
        var next = await after.NextAsync();

        Assert.Equal("rows", next!.Kind);
        Assert.Equal(second, Assert.Single(next.Json["rows"]!.AsArray())!.Text("id"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Follow_ComesBackFromAnotherServer_GetsEverything()
    {
        await using var server = await StartAsync();
        await server.StartMigrationAsync(Plans.Gated());

        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed, "0badc0de-3");

        Assert.Single((await events.NextAsync("reset")).Json["rows"]!.AsArray());
    }

    [Fact]
    public async Task Follow_NothingHappens_SendsComments()
    {
        await using var server = await StartAsync();
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        await events.NextAsync("comment");
        await events.NextAsync("comment");
    }

    [Fact]
    public async Task Follow_ManyViewers_ShareOneReaderThatEndsWithTheLast()
    {
        await using var server = await StartAsync();
        var reader = server.Services.GetRequiredService<OverviewReader>();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => EventReader.OpenPathAsync(server.ClientOf(), Feed)));
        foreach (var viewer in viewers)
            await viewer.NextAsync("reset");
        var id = await server.StartMigrationAsync(Plans.Gated());
        foreach (var viewer in viewers)
            await UntilAsync(viewer, id, "waitingForApproval");
        Assert.True(reader.IsReading);

        foreach (var viewer in viewers)
            viewer.Dispose();

        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (reader.IsReading)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    [Fact]
    public async Task Follow_WorkloadNamedLikeTheFeed_HasAnotherId()
    {
        await using var server = await StartAsync();

        var started = await server.Migrations.StartAsync(new(FakeWorld.Plan() with { Name = "feed" }) { IdempotencyKey = "x" }, ApiServer.Starter);
        using var response = await server.ClientOf().GetAsync($"/api/migrations/{started.Id}");

        Assert.StartsWith("feed-", started.Id, StringComparison.Ordinal);
        Assert.Equal(started.Id, (await response.ReadJsonAsync()).Text("id"));
    }

    [Fact]
    public async Task Follow_ServerStops_EndsTheStream()
    {
        await using var server = await StartAsync();
        using var events = await EventReader.OpenPathAsync(server.ClientOf(), Feed);
        await events.NextAsync("reset");

        await server.StopAsync().WaitAsync(Patience);

        ServerEvent? next;
        do
            next = await events.NextAsync();
        while (next is not null);
    }

    private static async Task<string?> UntilAsync(EventReader events, string id, string state) =>
        (await RowAsync(events, id, row => row.Text("state") == state)).Text("state");

    private static async Task<System.Text.Json.Nodes.JsonNode> RowAsync(EventReader events, string id, Func<System.Text.Json.Nodes.JsonNode, bool> isWanted)
    {
        while (true)
        {
            var rows = (await events.NextAsync("rows")).Json["rows"]!.AsArray();
            if (rows.FirstOrDefault(row => row!.Text("id") == id && isWanted(row!)) is { } row)
                return row;
        }
    }

    private static Task<ApiServer> StartAsync() => ApiServer.StartAsync(options: api =>
    {
        api.EventPollInterval = TimeSpan.FromMilliseconds(20);
        api.ProgressInterval = TimeSpan.FromMilliseconds(40);
        api.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
    });
}

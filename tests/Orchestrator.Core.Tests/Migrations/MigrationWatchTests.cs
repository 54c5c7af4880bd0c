using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class MigrationWatchTests
{
    private readonly MigrationDrill _drill = new();
    private readonly Board _board = new();
    private readonly CountingClient _client;
    private readonly MigrationWatch _watch;

    public MigrationWatchTests()
    {
        _client = new(_drill.Host);
        _watch = new(_client, _drill.Ledger, _board, _drill.Time);
    }

    [Fact]
    public async Task ReadAsync_FirstTime_FindsEveryMigrationWithWhatItsPlanSays()
    {
        var plan = Gated("orders") with { Environment = WorkloadEnvironment.Test, Owner = new() { Name = "Payments" } };
        await _drill.StartAsync(plan);
        await _drill.StartAsync(Gated("invoices"));

        var (changed, removed) = await ReadAsync();

        Assert.Equal(["invoices", "orders"], changed.Select(migration => migration.Status.Workload).Order());
        var facts = changed.Single(migration => migration.Status.Workload == "orders").Facts;
        Assert.Equal((WorkloadEnvironment.Test, "Payments"), (facts.Environment, facts.Owner));
        Assert.Equal(["approver"], facts.Gates[Gates.Start].From);
        Assert.Empty(removed);
    }

    [Fact]
    public async Task ReadAsync_NothingChanged_FindsNothingAndReadsNoMigration()
    {
        await _drill.StartAsync(Gated("orders"));
        await ReadAsync();
        var read = _client.Found;

        Assert.Empty((await ReadAsync()).Changed);
        Assert.Empty((await ReadAsync()).Changed);
        Assert.Empty((await ReadAsync(everything: true)).Changed);
        Assert.Equal(read, _client.Found);
    }

    [Fact]
    public async Task ReadAsync_OneOfManyChanged_FindsItAndReadsThePlanOnce()
    {
        var orders = await _drill.StartAsync(Gated("orders"));
        await _drill.StartAsync(Gated("invoices"));
        await ReadAsync();
        await ReadAsync();
        var read = _client.Found;

        await _drill.Service.CancelAsync(orders.Id, null, MigrationDrill.Operator);
        await _drill.SettleAsync(orders.Id);
        var (changed, _) = await ReadAsync();

        Assert.Equal((orders.Id, MigrationState.RolledBack), Assert.Single(changed.Select(migration => (migration.Status.Id, migration.Status.State))));
        Assert.Equal(read, _client.Found);
    }

    [Fact]
    public async Task ReadAsync_AfterTheFirstTwo_AsksOnlyForWhatChangedLately()
    {
        await _drill.StartAsync(Gated("orders"));
        await ReadAsync();
        Assert.True(_watch.LooksAtEverything);
        await ReadAsync();
        Assert.False(_watch.LooksAtEverything);

        await ReadAsync();

        Assert.Equal(_client.LastQuery!.UpdatedFrom + TimeSpan.FromSeconds(2), (await _drill.Host.QueryAsync(new())).Instances.Max(instance => instance.LastUpdatedAt));
    }

    [Fact]
    public async Task ReadAsync_PauseThatOnlyTheEngineKnows_IsAChange()
    {
        var orders = await _drill.StartAsync(Gated("orders"));
        await ReadAsync();

        await _drill.Service.PauseAsync(orders.Id, null, MigrationDrill.Operator);
        await _drill.SettleAsync(orders.Id);

        Assert.Equal(MigrationState.Paused, Assert.Single((await ReadAsync()).Changed).Status.State);
    }

    [Fact]
    public async Task ReadAsync_MigrationPurged_IsRemovedWhenEverythingIsLookedAt()
    {
        var orders = await _drill.StartAsync(Gated("orders"));
        await _drill.Service.CancelAsync(orders.Id, null, MigrationDrill.Operator);
        await _drill.SettleAsync(orders.Id);
        await ReadAsync();
        await ReadAsync();
        await _drill.Host.PurgeAsync(orders.Id);

        Assert.Empty((await ReadAsync()).Removed);
        Assert.Equal(orders.Id, Assert.Single((await ReadAsync(everything: true)).Removed));
        Assert.Empty((await ReadAsync(everything: true)).Removed);
    }

    [Fact]
    public async Task ReadAsync_EngineFailsInBetween_FindsItTheNextTime()
    {
        await _drill.StartAsync(Gated("orders"));
        await _drill.StartAsync(Gated("invoices"));
        _client.FailsNextFind = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync());

        Assert.Equal(2, (await ReadAsync()).Changed.Count);
    }

    [Fact]
    public async Task ReadMovementAsync_StepProgresses_IsTold()
    {
        var goOn = new TaskCompletionSource();
        _drill.Faults.Before = (scope, _) => scope.Step == "restore" ? goOn.Task : Task.CompletedTask;
        var started = await _drill.Service.StartAsync(new(FakeWorld.Plan()), MigrationDrill.Operator);
        while ((await _drill.Service.FindAsync(started.Id))!.Steps.All(step => step.Name != "restore" || step.State != StepState.Running))
            await Task.Yield();
        await ReadAsync();

        Assert.Empty(await _watch.ReadMovementAsync());
        _board.Progress = new(3, 10, "rows");
        var moved = Assert.Single(await _watch.ReadMovementAsync());
        Assert.Empty(await _watch.ReadMovementAsync());
        goOn.SetResult();

        Assert.Equal(3, moved.Status.Steps.Single(step => step.Name == "restore").Progress!.Completed);
        Assert.All(moved.Status.Steps.Where(step => step.Name != "restore"), step => Assert.Null(step.Progress));
        await _drill.SettleAsync(started.Id);
    }

    [Fact]
    public async Task ReadMovementAsync_SyncOfAnOnlineMigration_IsToldAndNotReadAgainAtOnce()
    {
        var orders = await _drill.StartAsync(Gated("orders", Gates.Cutover) with { Strategy = MigrationStrategy.Online });
        Assert.Equal(MigrationState.WaitingForApproval, orders.State);
        await ReadAsync();
        var now = orders.Sync! with { LagBytes = 4_711, SeenAt = orders.Sync!.SeenAt.AddMilliseconds(1) };
        await NoteAsync(orders.Id, now);

        var moved = Assert.Single(await _watch.ReadMovementAsync());
        await NoteAsync(orders.Id, now with { LagBytes = 12, SeenAt = now.SeenAt.AddMilliseconds(1) });
        var tooSoon = await _watch.ReadMovementAsync();
        _drill.Time.Advance(TimeSpan.FromSeconds(2));
        await _drill.SettleAsync(orders.Id);
        var later = Assert.Single(await _watch.ReadMovementAsync());

        Assert.Equal((4_711, 4_711), (moved.Status.LagBytes, moved.Status.Sync!.LagBytes));
        Assert.Empty(tooSoon);
        Assert.True(later.Status.Sync!.SeenAt > now.SeenAt);
    }

    private static MigrationPlan Gated(string workload, string gate = Gates.Start) =>
        FakeWorld.Plan() with { Name = workload, Approvals = new Dictionary<string, ApprovalGate> { [gate] = new() } };

    private Task<string> NoteAsync(string id, SyncReport report) =>
        _drill.Ledger.WriteDocumentAsync(id, MigrationDocuments.Evidence(Steps.MaintainSync.Name), DurableJson.Write(new { Report = report })!);

    private async Task<(IReadOnlyList<WatchedMigration> Changed, IReadOnlyList<string> Removed)> ReadAsync(bool everything = false)
    {
        var (changed, removed) = (new List<WatchedMigration>(), new List<string>());
        await foreach (var page in _watch.ReadAsync(everything))
        {
            changed.AddRange(page.Changed);
            removed.AddRange(page.Removed);
        }

        return (changed, removed);
    }

    /// <summary>Progress of the step that restores.</summary>
    private sealed class Board : IProgressBoard
    {
        public StepProgress? Progress { get; set; }

        public void Report(string migrationId, string step, StepProgress progress) => Progress = progress;

        public StepProgress? Find(string migrationId, string step) => step == "restore" ? Progress : null;

        public void Clear(string migrationId) => Progress = null;
    }
}

using Orchestrator.Contracts.World;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Tests.Activities;

/// <summary>What every activity must stand: run twice, undone without having run, undone twice, run after its own undo.</summary>
public sealed class MigrationActivityTests
{
    private static readonly IReadOnlyList<MigrationActivity> All = MigrationCatalog.Activities(new MigrationDrill().Services);

    public static TheoryData<string> Every => [.. All.Select(activity => activity.Step.Name)];

    public static TheoryData<string> EveryWithUndo => [.. All.Where(activity => activity.Undo is not null).Select(activity => activity.Step.Name)];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task DoAsync_Twice_HasTheEffectOfOnce(string step)
    {
        var (once, twice) = (await AtAsync(step), await AtAsync(step));
        await once.RunAsync(step);
        await twice.RunAsync(step);
        await twice.RunAsync(step);
        Assert.Equal(once.State, twice.State);
        twice.Drill.World.RequireNoViolation();
    }

    [Theory]
    [MemberData(nameof(EveryWithUndo))]
    public async Task UndoAsync_WithoutDo_IsAsBeforeTheStep(string step)
    {
        var (never, undone) = (await AtAsync(step), await AtAsync(step));
        await undone.RunAsync(step);
        await undone.UndoAsync(step);
        await never.UndoAsync(step);
        Assert.Equal(undone.State, never.State);
    }

    [Theory]
    [MemberData(nameof(EveryWithUndo))]
    public async Task UndoAsync_TwiceThenDo_EndsAsAfterDo(string step)
    {
        var (once, again) = (await AtAsync(step), await AtAsync(step));
        await once.RunAsync(step);
        await again.RunAsync(step);
        await again.UndoAsync(step);
        await again.UndoAsync(step);
        await again.RunAsync(step);
        Assert.Equal(once.State, again.State);
    }

    [Fact]
    public async Task CheckReadiness_SidesAreNotAsExpected_NamesAllOfItAtOnce()
    {
        var bench = new Bench();
        (bench.Drill.World.Source, bench.Drill.World.Target) = (Ports.ComputeState.Stopped, Ports.ComputeState.Running);
        bench.Drill.World.TargetRows = ["somebody else's"];
        bench.Drill.World.Traffic = new(Ports.Side.Target, IsHeld: false);
        var error = await Assert.ThrowsAnyAsync<OrchestratorException>(() => bench.RunAsync("readiness"));
        Assert.All(["compute.source", "compute.target", "it is not empty", "users are sent to the target already"], part => Assert.Contains(part, error.Message));
        Assert.False(error.IsTransient);
    }

    // The world as it is when the runbook comes to a step.
    private static async Task<Bench> AtAsync(string step)
    {
        var bench = new Bench();
        foreach (var earlier in All.TakeWhile(activity => activity.Step.Name != step))
            await bench.RunAsync(earlier.Step.Name);
        return bench;
    }

    private sealed record Snapshot(string Source, string Target, string Traffic, string Rows, bool IsProvisioned, string Stored);

    private sealed class Bench
    {
        private readonly DurableRegistry _registry;

        public Bench() => _registry = new DurableRegistry().AddMigrations(Drill.Services);

        public MigrationDrill Drill { get; } = new();

        public Snapshot State => new(
            Drill.World.Source.ToString(),
            Drill.World.Target.ToString(),
            Drill.World.Traffic.ToString(),
            Drill.World.TargetRows is null ? "none" : string.Join(',', Drill.World.TargetRows),
            Drill.World.IsProvisioned,
            string.Join(',', Drill.World.Stored.Keys));

        public Task<object?> RunAsync(string step) => CallAsync(Find(step).Step);

        public Task<object?> UndoAsync(string step) => CallAsync(Find(step).Undo!);

        private static MigrationActivity Find(string step) => All.Single(activity => activity.Step.Name == step);

        private Task<object?> CallAsync(Step step) => _registry.Activities[step.Activity].Body(
            new("orders-1", step.Activity, 1),
            new StepRequest(step.Name, new(FakeWorld.Plan(), "olga", false), 1),
            CancellationToken.None);
    }
}

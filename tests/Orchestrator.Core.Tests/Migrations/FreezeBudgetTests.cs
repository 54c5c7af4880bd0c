using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class FreezeBudgetTests
{
    public static TheoryData<string> BeforeTheTargetOpens =>
        ["hold", "freeze", "prove-freeze", "final-sync", "start", "validate-changes", "check", "arm-reverse"];

    [Theory]
    [MemberData(nameof(BeforeTheTargetOpens))]
    public async Task Freeze_StepTakesTooLong_GivesWritesBackAndTriesAgain(string step)
    {
        var drill = new MigrationDrill();
        var acknowledged = new List<string>();
        drill.Faults.Before = (scope, _) =>
        {
            if (scope.Step == step && acknowledged.Count == 0)
                drill.Time.Advance(TimeSpan.FromSeconds(9));
            else if (scope.Step == "release" && drill.World.Write("before release"))
                acknowledged.Add("too early");
            return Task.CompletedTask;
        };
        drill.Faults.After = scope =>
        {
            if (scope.Step == "release" && drill.World.Write("given back"))
                acknowledged.Add("given back");
        };
        var started = await drill.StartAsync(OnlineMigrationTests.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);

        Assert.Equal(["given back"], acknowledged);
        Assert.Contains("given back", drill.World.TargetRows!);
        Assert.Equal(MigrationState.CutOver, status.State);
        drill.World.RequireAtTarget();
    }

    [Theory]
    [MemberData(nameof(BeforeTheTargetOpens))]
    public async Task Freeze_StepAsksToWaitForLongerThanUsersDo_GivesWritesBackInTime(string step)
    {
        var drill = new MigrationDrill();
        var (begun, given) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        drill.Faults.Before = (scope, _) =>
        {
            if (scope.Step == "hold" && begun == DateTimeOffset.MinValue)
                begun = drill.Time.GetUtcNow();
            if (scope.Step == "release" && given == DateTimeOffset.MinValue)
                given = drill.Time.GetUtcNow();
            return scope.Step == step && given == DateTimeOffset.MinValue
                ? throw new Core.Ports.OperationPendingException("The machine is started.", TimeSpan.FromMinutes(1))
                : Task.CompletedTask;
        };
        var started = await drill.StartAsync(OnlineMigrationTests.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);

        Assert.InRange(given - begun, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(MigrationState.CutOver, status.State);
        drill.World.RequireAtTarget();
    }

    // A replay of what an earlier version has begun must do what is in its history: it waited first.
    [Fact]
    public async Task Freeze_OutcomeOfAnEarlierVersion_IsWaitedForAsThatDid()
    {
        var time = new ManualTime();
        var registry = new DurableRegistry()
            .AddActivity<StepRequest, StepOutcome>(Steps.HoldTraffic.Activity, (_, _, _) =>
                Task.FromResult(new StepOutcome("It goes on.") { LookAgainAfter = TimeSpan.FromMinutes(1) }))
            .AddActivity<int, IReadOnlyList<MigrationRequest>>(nameof(ReadRequests), (_, _, _) => Task.FromResult<IReadOnlyList<MigrationRequest>>([]))
            .AddOrchestration("freeze", context => FreezeAsync(context, Steps.HoldTraffic));
        var host = new InMemoryOrchestrationHost(registry, time);
        var id = await host.StartAsync(new("freeze"));
        var ended = await host.RunToEndAsync(id, time);

        Assert.Equal(TimeSpan.FromMinutes(1), DurableJson.Read<TimeSpan>(ended.OutputJson));
    }

    private static async Task<TimeSpan> FreezeAsync(IOrchestrationContext context, Step step)
    {
        var begun = context.CurrentUtc;
        var input = new MigrationInput(OnlineMigrationTests.Plan(), "olga", Rehearsal: false);
        var status = new MigrationStatus(context.InstanceId, "orders", MigrationStrategy.Online, false, MigrationState.Running);
        var runner = new StepRunner(context, input, new(context, status), new(context), new(input.Plan) { IsArmed = true });
        await Assert.ThrowsAsync<GiveBackException>(() => runner.RunAsync(step));
        return context.CurrentUtc - begun;
    }

    [Fact]
    public async Task Freeze_StepAsksToWaitForLessThanUsersDo_IsLookedAtAgain()
    {
        var drill = new MigrationDrill();
        var looks = 0;
        drill.Faults.Before = (scope, _) => scope.Step == "start" && looks++ < 2
            ? throw new Core.Ports.OperationPendingException("The machine is started.", TimeSpan.FromSeconds(2))
            : Task.CompletedTask;
        var started = await drill.StartAsync(OnlineMigrationTests.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);

        Assert.Equal((MigrationState.CutOver, 3), (status.State, looks));
        Assert.DoesNotContain("release", drill.Faults.Order);
    }

    [Fact]
    public async Task Freeze_NeverInTime_EndsBackAtSourceAfterFiveTries()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("final-sync", isTransient: true);
        var started = await drill.StartAsync(OnlineMigrationTests.Plan());
        var status = await drill.RunUntilAsync(started.Id);

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Equal(5, drill.Faults.Order.Count(step => step == "freeze"));
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Freeze_FailsForGoodAndThePlanHolds_GivesWritesBackBeforeAnybodyIsAsked()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("validate-changes", times: 1);
        var held = await drill.StartAsync(OnlineMigrationTests.Plan() with { OnFailure = FailurePolicy.Hold });
        Assert.Equal(MigrationState.OnHold, held.State);
        Assert.True(drill.World.Write("while on hold"));

        await drill.Service.DecideStepAsync(held.Id, new(StepAction.Retry) { Step = "validate-changes" }, MigrationDrill.Operator);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(held.Id)).State);
        Assert.Contains("while on hold", drill.World.TargetRows!);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task Freeze_TriedAgain_AsksForApprovalOnlyIfTheEvidenceChanged()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("final-sync", times: 100, isTransient: true);
        var waiting = await drill.StartAsync(OnlineMigrationTests.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { ["cutover"] = new() } });
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), MigrationDrill.Approver);
        for (var step = 0; step < 300 && drill.Faults.Order.Count(name => name == "freeze") < 2; step++)
        {
            await drill.SettleAsync(waiting.Id);
            drill.Time.AdvanceToNextTimer();
        }

        Assert.Equal(2, drill.Faults.Order.Count(name => name == "freeze"));
    }
}

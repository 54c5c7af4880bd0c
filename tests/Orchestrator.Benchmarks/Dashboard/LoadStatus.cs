using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>What a light migration publishes: as much as a real one does in the middle of its runbook.</summary>
internal static class LoadStatus
{
    private static IReadOnlyList<StepStatus>? _steps;

    public static MigrationStatus Of(IOrchestrationContext context, LoadInput input)
    {
        var (now, isOver) = (context.CurrentUtc, input.Turn >= input.Turns);
        var steps = _steps ??= MigrationFlows.StepsOf(input.Plan);
        var current = isOver ? steps.Count : (input.Index + input.Turn) % steps.Count;
        return new(context.InstanceId, input.Plan.Name, MigrationStrategy.Offline, input.Rehearsal, isOver ? MigrationState.Completed : StateOf(input))
        {
            Revision = input.Turn + 1,
            Phase = $"{(isOver ? "Done" : steps[current].Title)} {MigrationLoad.Stamp}{now.ToUnixTimeMilliseconds()}",
            Traffic = isOver ? Side.Target : Side.Source,
            StartedBy = input.StartedBy,
            StartedAt = now - TimeSpan.FromMinutes(input.Index % 500),
            FinishedAt = isOver ? now : null,
            WaitingFor = StateOf(input) == MigrationState.WaitingForApproval && !isOver ? new(Gates.Cutover, 2, ["anna"], new('a', 64), now.AddHours(1)) : null,
            Error = StateOf(input) == MigrationState.OnHold && !isOver ? "step restore: the disk is full. Make room on the target" : null,
            Steps = [.. steps.Select((step, index) => Show(step, index, current, now))],
        };
    }

    // Hot ones run; of the others some wait for people, so that every kind of row is drawn.
    private static MigrationState StateOf(LoadInput input) => (input.Index % 100) switch
    {
        97 => MigrationState.OnHold,
        98 => MigrationState.WaitingForApproval,
        _ => MigrationState.Running,
    };

    private static StepStatus Show(StepStatus step, int index, int current, DateTimeOffset now) => index > current ? step : step with
    {
        State = index < current ? StepState.Completed : StepState.Running,
        Attempt = 1,
        StartedAt = now.AddMinutes(index - current - 1),
        FinishedAt = index < current ? now.AddMinutes(index - current) : null,
        Summary = index < current ? "Restored 30,509,942 bytes." : null,
    };
}

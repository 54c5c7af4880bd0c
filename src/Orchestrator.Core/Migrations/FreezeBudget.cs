using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>For how long users wait at most before writes are given back to where they came from.</summary>
internal sealed class FreezeBudget(MigrationPlan plan)
{
    // Giving writes back takes time as well, and counts for users.
    private const double ShareForSteps = 0.8;

    /// <summary>The steps between the first moment of the freeze and the last.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        .. new[]
        {
            Migrations.Steps.HoldTraffic, Migrations.Steps.FreezeSource, Migrations.Steps.ProveFreeze, Migrations.Steps.FinishSync, Migrations.Steps.StartTarget,
            Migrations.Steps.ValidateChanges, Migrations.Steps.RunChecks, Migrations.Steps.ArmReverseSync, Migrations.Steps.OpenTarget, Migrations.Steps.RedirectTraffic,
        }.Select(step => step.Name),
    ];

    /// <summary>When the steps of the freeze must be over; <see langword="null"/> when nothing is frozen, or writes cannot be given back any more.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>How much of a plan's budget the steps may use.</summary>
    public static TimeSpan ForSteps(MigrationPlan plan) => plan.FreezeBudget() * ShareForSteps;

    /// <summary>Whether it begins with the next step that freezes writes. An offline migration has no budget.</summary>
    public bool IsArmed { get; set; }

    /// <summary>Begins, or ends, with a step.</summary>
    public void Begin(Step step, DateTimeOffset now)
    {
        if (IsArmed && step.Effect == StepEffect.FreezesWrites)
            EndsAt ??= now + ForSteps(plan);
        if (step.Effect == StepEffect.OpensTarget)
            Stop();
    }

    /// <summary>Ends, because writes were given back or are on the other side.</summary>
    public void Stop() => (IsArmed, EndsAt) = (false, null);
}

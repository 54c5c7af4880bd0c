using System.Globalization;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Api.Dashboard;

/// <summary>Says in a short sentence what comes when, from what is known. Times are UTC.</summary>
internal static class Forecast
{
    /// <summary>Says it.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="restOfStep">How long the running step takes yet, as far as its rate tells.</param>
    /// <returns>The sentence, or <see langword="null"/> when nothing is known.</returns>
    public static string? Of(WatchedMigration migration, TimeSpan? restOfStep)
    {
        var status = migration.Status;
        return status.State switch
        {
            MigrationState.WaitingForApproval when OverviewGate.Of(migration) is { } gate => OfGate(gate, migration.Facts.Gates.GetValueOrDefault(gate.Gate)),
            MigrationState.CutOver => OfFallback(status),
            MigrationState.Running or MigrationState.RollingBack => OfStep(status, restOfStep) ?? OfSync(status),
            _ => null,
        };
    }

    private static string OfGate(OverviewGate gate, ApprovalGate? rules)
    {
        var missing = Math.Max(gate.Required - gate.ApprovedBy.Count, 1);
        return $"Needs {missing} more {(missing == 1 ? "approval" : "approvals")} by {At(gate.ExpiresAt)}" + (rules?.OnExpiry switch
        {
            ExpiryPolicy.Rollback => ", or is rolled back.",
            _ => ".",
        });
    }

    private static string? OfFallback(MigrationStatus status) => status switch
    {
        { WayBack.IsOpen: false } => "Going back would lose what users wrote on the target.",
        { FallbackUntil: { } until, WayBack: null } => $"Going back is possible until {At(until)}, if nothing would be lost.",
        { FallbackUntil: { } until } => $"Going back is possible until {At(until)}.",
        _ => null,
    };

    private static string? OfStep(MigrationStatus status, TimeSpan? rest)
    {
        if (status.Steps.FirstOrDefault(step => step.State == StepState.Running && step.RetryAt is not null) is { RetryAt: { } retryAt })
            return $"The step is tried again at {At(retryAt)}.";
        return rest is { } time ? $"{About(time)} left in this step." : null;
    }

    private static string? OfSync(MigrationStatus status) => status.Sync switch
    {
        { IsProven: true, PredictedFreeze: { } freeze } => $"A cutover now would freeze writes for {About(freeze).ToLowerInvariant()}.",
        { CatchUp: { } catchUp } => $"The target has caught up in {About(catchUp).ToLowerInvariant()}.",
        _ => null,
    };

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // Rounded, so that the sentence stands still while people read it.
    private static string About(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => "Less than 10 s",
        { TotalSeconds: < 90 } => $"About {Round(time.TotalSeconds / 10) * 10} s",
        { TotalMinutes: < 90 } => $"About {Round(time.TotalMinutes)} min",
        { TotalHours: < 48 } => $"About {Round(time.TotalHours)} h",
        _ => $"About {Round(time.TotalDays)} days",
    };

    private static int Round(double number) => (int)Math.Round(number);
}

using Orchestrator.Core.Durability;
using static Orchestrator.Core.Migrations.Steps;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// The offline runbook for workloads that tolerate downtime: stop, back up, provision, transfer, restore and validate,
/// start, redirect. Every step's undo stands beside it, is registered before the step runs, and runs newest first.
/// </summary>
/// <remarks>Source: Cloud Adoption Framework, Migrate, "Execute offline migrations for non-critical workloads".</remarks>
public static class OfflineMigration
{
    /// <summary>The name that the orchestration is registered under.</summary>
    public const string Name = nameof(OfflineMigration);

    /// <summary>Runs a migration, or a rehearsal of one, in which live steps are left out and the target is a copy.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="MigrationInput"/>.</param>
    /// <returns>The last status of a migration that completed.</returns>
    /// <exception cref="MigrationFailedException">It was rolled back, or needs an operator.</exception>
    public static Task<MigrationStatus> RunAsync(IOrchestrationContext context) => Runbook.RunAsync(context, Flow);

    /// <summary>The steps, in the guidance's order and words.</summary>
    /// <param name="run">The runbook that runs or lists them.</param>
    /// <returns>A task that completes when the migration has.</returns>
    internal static async Task Flow(Runbook run)
    {
        await run.Step(NotifyStakeholders);
        await run.Step(CheckReadiness);
        await run.Approval(Gates.Start);

        await run.LiveStep(HoldTraffic, undo: ReleaseTraffic);          // downtime starts
        await run.LiveStep(StopSource, undo: StartSource);
        await run.Step(BackUpSource);                                   // kept: a backup is evidence
        await run.Step(ProvisionTarget, undo: RemoveTarget);
        await run.Step(TransferBackup);
        await run.Step(RestoreTarget);                                  // goes away with the target
        await run.Step(ValidateTarget);
        await run.Step(StartTarget, undo: StopTarget);
        await run.Step(RunChecks);
        await run.Approval(Gates.Cutover);

        await run.LiveStep(RedirectTraffic, undo: RedirectTrafficBack); // downtime ends
        await run.LiveStep(ConfirmTraffic);
        await run.FallbackWindow(keep: RemoveTarget);                   // going back never destroys what users wrote
    }
}

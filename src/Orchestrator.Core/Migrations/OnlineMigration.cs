using Orchestrator.Core.Durability;
using static Orchestrator.Core.Migrations.Steps;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// The online runbook for workloads that cannot stop: the target follows the source while users write; writes are frozen
/// for a moment, in which the last changes arrive and are proven; then the source follows the target, so that going back
/// loses nothing. Every step's undo stands beside it.
/// </summary>
/// <remarks>Source: Cloud Adoption Framework, Migrate, "Execute online migrations for mission-critical workloads".</remarks>
public static class OnlineMigration
{
    /// <summary>The name that the orchestration is registered under.</summary>
    public const string Name = nameof(OnlineMigration);

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

        await run.Step(ProvisionTarget, undo: RemoveTarget);
        await run.Step(ConfigureSync, undo: RemoveSync);                    // from here on no change is missed
        await run.Step(CopyBaseline);                                       // goes away with the target
        await run.Step(WarmTarget, undo: StopTarget);
        await run.Freeze(async () =>                                        // again, if users would wait for too long
        {
            await run.MaintainSync(Gates.Cutover);                          // verified while users write
            await run.Step(PrepareFreeze);                                  // users notice nothing yet
            await run.LiveStep(HoldTraffic, undo: ReleaseTraffic);          // freeze starts
            await run.LiveStep(FreezeSource, undo: ThawSource);
            await run.LiveStep(ProveFreeze);
            await run.LiveStep(FinishSync);
            await run.Step(StartTarget);                                    // goes on running if writes are given back
            await run.LiveStep(ValidateChanges);
            await run.Step(RunChecks);
            await run.LiveStep(ArmReverseSync, undo: DisarmReverseSync);
            await run.LiveStep(OpenTarget, undo: FreezeTarget);             // no simple way back from here on
            await run.LiveStep(RedirectTraffic, undo: RedirectTrafficBack); // freeze ends
        });
        await run.LiveStep(ConfirmTraffic);
        await run.LiveStep(RetireSource);
        await run.FallbackWindow(keep: RemoveTarget);                       // going back loses nothing
    }
}

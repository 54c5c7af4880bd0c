using static Orchestrator.Core.Migrations.Steps;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// The first half of a rollback after an online cutover: the target is frozen and the source gets everything, with the
/// same proofs as on the way there. The second half is the undos of the migration: they give writes and users to the source.
/// </summary>
internal static class WayBack
{
    /// <summary>The steps; what fails gives writes and users back to the target.</summary>
    /// <param name="run">The runbook that runs or lists them.</param>
    /// <returns>A task that completes when the source has everything and nothing is written any more.</returns>
    internal static async Task Flow(Runbook run)
    {
        await run.Step(WarmSource, undo: StopSource);
        await run.Step(PrepareWayBack);
        await run.Freeze(async () =>
        {
            await run.Step(HoldTarget, undo: ReleaseTarget);            // freeze starts
            await run.Step(FreezeTarget, undo: OpenTarget);
            await run.Step(ProveTargetFreeze);
            await run.Step(DrainReverseSync);
            await run.Step(ValidateSource);                             // the undos of the migration end the freeze
        });
    }
}

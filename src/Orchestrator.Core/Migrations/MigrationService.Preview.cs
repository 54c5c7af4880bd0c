using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <content>Looking before starting.</content>
public sealed partial class MigrationService
{
    /// <summary>Says what a migration would do and starts nothing.</summary>
    /// <param name="request">What would be started.</param>
    /// <returns>The strategy and the steps.</returns>
    /// <exception cref="MigrationConflictException">This version has no such strategy.</exception>
    public static MigrationPreview Preview(StartMigration request)
    {
        var choice = StrategyChooser.Choose(request.Plan);
        return new(
            request.Plan.Name, PlanHash.Compute(request.Plan), choice.Strategy, choice.Why, request.Rehearsal, MigrationFlows.StepsOf(request.Plan));
    }
}

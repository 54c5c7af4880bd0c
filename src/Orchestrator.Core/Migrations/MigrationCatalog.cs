using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>Registers every flow and activity of the product, the same in every host.</summary>
public static class MigrationCatalog
{
    /// <summary>The steps' activities.</summary>
    /// <param name="services">What every step needs.</param>
    /// <returns>One per step.</returns>
    public static IReadOnlyList<MigrationActivity> Activities(StepServices services) =>
    [
        new NotifyStakeholders(services),
        new CheckReadiness(services),
        new HoldTraffic(services),
        new StopSource(services),
        new BackUpSource(services),
        new ProvisionTarget(services),
        new TransferBackup(services),
        new RestoreTarget(services),
        new ValidateTarget(services),
        new StartTarget(services),
        new RunChecks(services),
        new RedirectTraffic(services),
        new ConfirmTraffic(services),
    ];

    /// <summary>Registers flows and activities.</summary>
    /// <param name="registry">The registry of the host.</param>
    /// <param name="services">What every step needs.</param>
    /// <returns>The registry.</returns>
    public static DurableRegistry AddMigrations(this DurableRegistry registry, StepServices services)
    {
        foreach (var activity in Activities(services))
            activity.Register(registry);
        new SendNotification(services).Register(registry);
        new ReadRequests(services).Register(registry);
        new CloseMigration(services).Register(registry);
        new PrepareFallback(services).Register(registry);
        return registry.AddOrchestration(OfflineMigration.Name, OfflineMigration.RunAsync);
    }
}

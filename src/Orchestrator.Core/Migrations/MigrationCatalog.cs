using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

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
        new HoldTraffic(services, Side.Source),
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

    /// <summary>The activities of the steps that only online migrations have, and of their way back.</summary>
    /// <param name="services">What every step needs.</param>
    /// <returns>One per step.</returns>
    public static IReadOnlyList<MigrationActivity> OnlineActivities(StepServices services) =>
    [
        new ConfigureSync(services, SyncDirection.Forward),
        new CopyBaseline(services),
        new WarmWorkload(services, Side.Target),
        new PrepareFreeze(services, SyncDirection.Forward),
        new FreezeWrites(services, Side.Source),
        new ProveFreeze(services, Side.Source),
        new FinishSync(services, SyncDirection.Forward),
        new ValidateChanges(services, SyncDirection.Forward),
        new ConfigureSync(services, SyncDirection.Reverse),
        new RetireSource(services),
        new WarmWorkload(services, Side.Source),
        new PrepareFreeze(services, SyncDirection.Reverse),
        new HoldTraffic(services, Side.Target),
        new FreezeWrites(services, Side.Target),
        new ProveFreeze(services, Side.Target),
        new FinishSync(services, SyncDirection.Reverse),
        new ValidateChanges(services, SyncDirection.Reverse),
    ];

    /// <summary>Registers flows and activities.</summary>
    /// <param name="registry">The registry of the host.</param>
    /// <param name="services">What every step needs.</param>
    /// <returns>The registry.</returns>
    public static DurableRegistry AddMigrations(this DurableRegistry registry, StepServices services)
    {
        foreach (var activity in Activities(services).Concat(OnlineActivities(services)))
            activity.Register(registry);
        new SendNotification(services).Register(registry);
        new ReadRequests(services).Register(registry);
        new CloseMigration(services).Register(registry);
        new PrepareFallback(services).Register(registry);
        new ObserveSync(services).Register(registry);
        new CheckWayBack(services).Register(registry);
        return registry.AddFlows();
    }
}

using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Tells everybody named in the plan that the migration begins and changes are frozen. Fails while nothing has been touched yet.</summary>
/// <param name="services">What every step needs.</param>
public sealed class NotifyStakeholders(StepServices services) : MigrationActivity(services, Steps.NotifyStakeholders)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var told = scope.Plan.Notify.Where(plan => plan.On.Count == 0 || plan.On.Contains(NotificationEvent.Started)).ToList();
        var what = scope.IsRehearsal ? "A rehearsal of the migration" : "The migration";
        var notification = new Notification(
            scope.OperationId, NotificationEvent.Started, scope.MigrationId, scope.Plan.Name, $"{what} of {scope.Plan.Name} begins; changes to it are frozen.")
        {
            Link = DashboardLinks.To(Services.PublicUrl, scope.MigrationId, gate: null),
        };
        foreach (var plan in told)
            await Adapters.Get<INotifier>(plan).NotifyAsync(plan, notification, scope, cancellation);
        return new(told.Count == 0 ? "The plan names nobody to tell." : $"Told {told.Count} receiver(s).");
    }
}

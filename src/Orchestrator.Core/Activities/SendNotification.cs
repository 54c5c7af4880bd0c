using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Tells people what happened. A receiver that is down is logged and stops nothing: users matter more than messages.</summary>
/// <param name="services">What every step needs.</param>
public sealed class SendNotification(StepServices services)
{
    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<NotificationRequest, bool>(nameof(SendNotification), RunAsync);

    private async Task<bool> RunAsync(ActivityRun run, NotificationRequest request, CancellationToken cancellation)
    {
        var scope = StepExecution.CreateScope(services, run.InstanceId, "notify", request.Plan, isRehearsal: false);
        var text = services.Secrets.Redact(request.Text);
        if (request.Event is NotificationEvent.ApprovalNeeded or NotificationEvent.Held or NotificationEvent.NeedsOperator)
            Log.PeopleNeeded(services.Logger, run.InstanceId, request.Event, text);
        var notification = new Notification(request.Id.ToString(), request.Event, run.InstanceId, request.Plan.Name, text)
        {
            Link = DashboardLinks.To(services.PublicUrl, run.InstanceId, request.Gate),
        };
        var told = true;
        foreach (var plan in request.Plan.Notify.Where(plan => plan.On.Count == 0 || plan.On.Contains(request.Event)))
            told &= await TellAsync(plan, notification, scope, cancellation);
        await services.Ledger.AppendAsync(Entry(notification, told), cancellation);
        return told;
    }

    // Every turn of a migration is told, so the trail of what was told is the trail of its turns.
    private LedgerEntry Entry(Notification notification, bool told) => new(
        notification.MigrationId, notification.Id, "state", services.Time.GetUtcNow(), "orchestrator",
        told ? notification.Text : $"{notification.Text} Not everybody could be told.")
    {
        DataJson = DurableJson.Write(new { notification.Event }),
    };

    private async Task<bool> TellAsync(NotificationPlan plan, Notification notification, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            await services.Adapters.Get<INotifier>(plan).NotifyAsync(plan, notification, scope, cancellation);
            return true;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.NotificationFailed(services.Logger, scope.MigrationId, notification.Event.ToString(), plan.Kind, services.Secrets.Redact(error.Message));
            return false;
        }
    }
}

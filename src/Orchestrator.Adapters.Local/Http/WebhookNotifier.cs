using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Sends notifications as JSON: <c>id, event, migrationId, workload, text, link</c>.</summary>
internal sealed class WebhookNotifier(HttpRunner runner) : INotifier
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Kind => "webhook";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(WebhookSettings));

    /// <inheritdoc/>
    public Task NotifyAsync(NotificationPlan plan, Notification notification, StepScope scope, CancellationToken cancellation)
    {
        var settings = plan.ReadSettings<WebhookSettings>();
        var call = new HttpCall { Url = settings.Url, Headers = settings.Headers, TimeLimit = Limit };
        return runner.RunAsync(
            call, new Operation("notify") { Id = notification.Id, Body = DurableJson.Write(notification) }, scope, cancellation);
    }
}

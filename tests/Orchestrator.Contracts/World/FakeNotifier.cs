using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Remembers what people were told.</summary>
internal sealed class FakeNotifier(FakeWorld world) : INotifier
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public Task NotifyAsync(NotificationPlan plan, Notification notification, StepScope scope, CancellationToken cancellation)
    {
        world.Told.Add(notification);
        return Task.CompletedTask;
    }
}

using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Tells people.</summary>
public interface INotifier : IAdapter
{
    /// <summary>Sends a notification. Carries <see cref="Notification.Id"/>, so that a receiver can drop a repetition.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="notification">What to tell.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the receiver has taken it.</returns>
    /// <exception cref="AdapterException">The receiver does not take it.</exception>
    Task NotifyAsync(NotificationPlan plan, Notification notification, StepScope scope, CancellationToken cancellation);
}

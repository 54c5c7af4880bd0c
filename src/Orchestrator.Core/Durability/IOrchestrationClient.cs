namespace Orchestrator.Core.Durability;

/// <summary>Starts, steers and reads orchestrations from the outside.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface IOrchestrationClient
{
    /// <summary>Starts an instance; durable when the task completes.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="cancellation">Stops waiting; the instance may have been started all the same.</param>
    /// <returns>The id of the instance.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is taken by an instance that may not be replaced.</exception>
    Task<string> StartAsync(StartOrchestration request, CancellationToken cancellation = default);

    /// <summary>Delivers an event; durable when the task completes.</summary>
    /// <param name="instanceId">The receiver.</param>
    /// <param name="name">The name of the event, compared without case.</param>
    /// <param name="payload">A small, serializable value without secrets.</param>
    /// <param name="cancellation">Stops waiting; the event may have been delivered all the same.</param>
    /// <returns>A task that completes when the event is stored.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    /// <exception cref="OrchestrationFinishedException">The instance has ended and takes no more events.</exception>
    Task RaiseEventAsync(string instanceId, string name, object? payload = null, CancellationToken cancellation = default);

    /// <summary>Ends an instance without running any undo. Activities in flight run on and their results are dropped.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why; kept as the output.</param>
    /// <param name="recursive">Whether running children are terminated as well.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the request is stored.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    /// <exception cref="OrchestrationFinishedException">The instance has ended already.</exception>
    Task TerminateAsync(string instanceId, string? reason, bool recursive = false, CancellationToken cancellation = default);

    /// <summary>Stops the instance from taking in anything until it is resumed. What arrives meanwhile is buffered.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the request is stored.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    /// <exception cref="OrchestrationFinishedException">The instance has ended already.</exception>
    Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellation = default);

    /// <summary>Lets a suspended instance go on with what was buffered.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that completes when the request is stored.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    /// <exception cref="OrchestrationFinishedException">The instance has ended already.</exception>
    Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellation = default);

    /// <summary>Reads one instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The instance, or <see langword="null"/> when there is none of that id.</returns>
    Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Lists instances, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>One page and the token of the next.</returns>
    Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default);

    /// <summary>Reads the recorded history of the current run of an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The events, oldest first.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    Task<IReadOnlyList<HistoryRecord>> GetHistoryAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Removes an instance that has ended, with its history.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether an instance was removed; a running one never is.</returns>
    Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Removes all ended instances that match.</summary>
    /// <param name="query">Which ones; its page size and token are ignored.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many were removed.</returns>
    Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default);

    /// <summary>Waits until an instance has ended.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The instance in its last state.</returns>
    /// <exception cref="OrchestrationNotFoundException">There is no such instance.</exception>
    Task<OrchestrationInstance> WaitForCompletionAsync(string instanceId, CancellationToken cancellation = default);
}

namespace Orchestrator.Core.Durability;

/// <summary>
/// What an orchestration may ask of the engine that runs it. Named after the Durable Task terms; implemented by the
/// embedded engine and, in the Functions app, over <c>TaskOrchestrationContext</c>.
/// </summary>
/// <remarks>
/// An orchestration is replayed: it must be deterministic, take time and ids from here, and await every task it
/// starts. Tasks that never complete are how an orchestration is suspended; nothing is ever thrown to suspend it.
/// </remarks>
/// <threadsafety>Not thread safe: an orchestration runs on one logical thread.</threadsafety>
public interface IOrchestrationContext
{
    /// <summary>The id of this instance, unique in the hub.</summary>
    string InstanceId { get; }

    /// <summary>The registered name of this orchestration.</summary>
    string Name { get; }

    /// <summary>The version that this instance was started with; empty when none was given. Children inherit it.</summary>
    string Version { get; }

    /// <summary>Whether the code is running again over recorded history. Only for suppressing logs.</summary>
    bool IsReplaying { get; }

    /// <summary>The time of the event being processed, the same on every replay. Never runs backwards.</summary>
    DateTimeOffset CurrentUtc { get; }

    /// <summary>Reads the input that the instance was started with.</summary>
    /// <typeparam name="T">The type that the input was serialized from.</typeparam>
    /// <returns>The input, or the default of <typeparamref name="T"/> when there was none.</returns>
    T? GetInput<T>();

    /// <summary>Runs an activity at least once and returns its recorded result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="name">The registered name of the activity.</param>
    /// <param name="input">A small, serializable value without secrets.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">The activity threw; <see cref="TaskFailedException.Failure"/> says what.</exception>
    Task<TResult> CallActivityAsync<TResult>(string name, object? input = null);

    /// <summary>Starts a child orchestration with this instance's version and returns its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="name">The registered name of the orchestration.</param>
    /// <param name="input">A small, serializable value without secrets.</param>
    /// <param name="instanceId">The id of the child; a deterministic one is made when omitted.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TaskFailedException">The child failed or was terminated.</exception>
    Task<TResult> CallSubOrchestrationAsync<TResult>(string name, object? input = null, string? instanceId = null);

    /// <summary>Completes at the given time, or at once when that time has passed.</summary>
    /// <param name="fireAt">When to complete.</param>
    /// <param name="cancellation">Cancels the timer; the task then ends as cancelled.</param>
    /// <returns>A task that completes when the timer fires.</returns>
    Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation = default);

    /// <summary>
    /// Completes with the payload of the next event of that name. Events that arrive earlier are buffered;
    /// names are compared without case; waiters of one name are served in the order in which they began to wait.
    /// </summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="name">The name of the event.</param>
    /// <param name="cancellation">Stops waiting; the task then ends as cancelled and takes no event.</param>
    /// <returns>The payload.</returns>
    Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellation = default);

    /// <summary>Sends an event to another instance.</summary>
    /// <param name="instanceId">The receiver. Unknown or finished receivers are logged and skipped.</param>
    /// <param name="name">The name of the event.</param>
    /// <param name="payload">A small, serializable value without secrets.</param>
    void SendEvent(string instanceId, string name, object? payload = null);

    /// <summary>Publishes what a person should see of this instance. The last value of an episode is kept.</summary>
    /// <param name="status">A serializable value, at most 16 KiB as UTF-16 JSON.</param>
    void SetCustomStatus(object? status);

    /// <summary>Ends this run and starts the same instance again with empty history.</summary>
    /// <param name="input">The input of the next run.</param>
    /// <param name="keepUnprocessedEvents">Whether buffered events are delivered to the next run.</param>
    void ContinueAsNew(object? input, bool keepUnprocessedEvents = true);

    /// <summary>Makes an id that is the same on every replay.</summary>
    /// <returns>A version 5 UUID of instance, time and counter.</returns>
    Guid NewGuid();
}

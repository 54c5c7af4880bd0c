namespace Orchestrator.Core.Durability;

/// <summary>The orchestrations and activities of a host by name. Filled at start-up, read by the engine.</summary>
/// <threadsafety>Not thread safe while it is being filled.</threadsafety>
public sealed class DurableRegistry
{
    private readonly Dictionary<string, Func<IOrchestrationContext, Task<object?>>> _orchestrations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The orchestrations by name, compared without case.</summary>
    public IReadOnlyDictionary<string, Func<IOrchestrationContext, Task<object?>>> Orchestrations => _orchestrations;

    /// <summary>The activities by name, compared without case.</summary>
    public IReadOnlyDictionary<string, ActivityRegistration> Activities => _activities;

    /// <summary>Adds an orchestration.</summary>
    /// <typeparam name="TOutput">The type of its result.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="body">Its code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry AddOrchestration<TOutput>(string name, Func<IOrchestrationContext, Task<TOutput>> body)
    {
        _orchestrations.Add(name, async context => await body(context));
        return this;
    }

    /// <summary>Adds an activity.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <typeparam name="TOutput">The type of its result.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="body">
    /// Its code. The token is cancelled when the host shuts down or the lease is lost; what it throws then is not
    /// recorded and the activity is delivered again.
    /// </param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry AddActivity<TInput, TOutput>(string name, Func<ActivityRun, TInput, CancellationToken, Task<TOutput>> body)
    {
        _activities.Add(name, new(name, typeof(TInput), async (run, input, cancellation) => await body(run, (TInput)input!, cancellation)));
        return this;
    }
}

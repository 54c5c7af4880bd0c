using System.Collections.Concurrent;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Those who wait for an instance to end.</summary>
internal sealed class Completions
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<OrchestrationInstance>> _waiters = new(StringComparer.Ordinal);

    public Task<OrchestrationInstance> WaitAsync(string instanceId) =>
        _waiters.GetOrAdd(instanceId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Forget(string instanceId) => _waiters.TryRemove(instanceId, out _);

    /// <summary>The engine stops: nobody is kept waiting for what only the next one can bring.</summary>
    public void Abandon()
    {
        foreach (var waiter in _waiters.Values)
            waiter.TrySetException(new InvalidOperationException("The engine was stopped."));
    }

    public void Complete(OrchestrationInstance ended)
    {
        if (_waiters.TryRemove(ended.InstanceId, out var waiter))
            waiter.TrySetResult(ended);
    }
}

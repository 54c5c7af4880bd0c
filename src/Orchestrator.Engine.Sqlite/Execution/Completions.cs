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

    public void Complete(OrchestrationInstance ended)
    {
        if (_waiters.TryRemove(ended.InstanceId, out var waiter))
            waiter.TrySetResult(ended);
    }
}

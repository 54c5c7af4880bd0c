using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>The child that maintains a sync while its migration waits for people; there is one at a time.</summary>
internal sealed class SyncWatch(IOrchestrationContext context, MigrationInput input)
{
    private int _count;
    private string _id = "";
    private Task<SyncReport?>? _child;

    /// <summary>Completes when the child has something new, or has failed.</summary>
    public Task News => _child ?? Task.CompletedTask;

    /// <summary>Starts a child that ends when there is something new.</summary>
    public void Start(SyncDirection direction, string? known, bool untilReady = false)
    {
        _id = $"{context.InstanceId}.sync-{++_count}";
        _child = context.CallSubOrchestrationAsync<SyncReport?>(
            MaintainSync.Name, new MaintainSyncInput(context.InstanceId, input, direction, known, untilReady), _id);
    }

    /// <summary>Ends the child, whether it has something new or not.</summary>
    /// <returns>Its last look; <see langword="null"/> when there is no child.</returns>
    /// <exception cref="TaskFailedException">It failed.</exception>
    public async Task<SyncReport?> StopAsync()
    {
        if (_child is not { } child)
            return null;
        _child = null;
        if (!child.IsCompleted)
            context.SendEvent(_id, MaintainSync.StopEvent);
        return await child;
    }
}

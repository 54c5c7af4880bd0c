using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Core.Durability;
using OrchestrationAlreadyExists = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace Orchestrator.Functions.Durable;

/// <summary>What hosts ask of an engine, asked of Durable Functions.</summary>
/// <param name="holder">Where the task hub's client is.</param>
/// <param name="registry">What can be started: the runtime takes unknown names and never begins them.</param>
internal sealed partial class DurableFunctionsClient(ClientHolder holder, DurableRegistry registry) : IOrchestrationClient
{
    private static readonly string[] Unfinished =
        [nameof(OrchestrationRuntimeStatus.Pending), nameof(OrchestrationRuntimeStatus.Running), nameof(OrchestrationRuntimeStatus.Suspended)];

    private static readonly string[] Finished =
        [nameof(OrchestrationRuntimeStatus.Completed), nameof(OrchestrationRuntimeStatus.Failed), nameof(OrchestrationRuntimeStatus.Terminated)];

    private DurableTaskClient Client => holder.Client;

    public async Task<string> StartAsync(StartOrchestration request, CancellationToken cancellation = default)
    {
        if (!registry.Orchestrations.ContainsKey(request.Name))
            throw new ArgumentException($"There is no orchestration '{request.Name}' in this host.", nameof(request));
        var id = InstanceIds.Check(request.InstanceId ?? Guid.NewGuid().ToString("n"));
        // Hosts differ in whether they heed the statuses of ended instances below.
        if (!request.ReplaceFinished && request.InstanceId is not null && await FindAsync(id, cancellation) is { } taken)
            throw new OrchestrationAlreadyExistsException(id, taken.State);
        var options = new StartOrchestrationOptions(id, request.StartAt)
        {
            Version = request.Version is null ? (TaskVersion?)null : new TaskVersion(request.Version), // a bare null would become the empty version
            DedupeStatuses = request.ReplaceFinished ? Unfinished : [.. Unfinished, .. Finished],
        };
        try
        {
            return await Client.ScheduleNewOrchestrationInstanceAsync(request.Name, JsonElements.Of(request.Input), options, cancellation);
        }
        catch (OrchestrationAlreadyExists)
        {
            throw new OrchestrationAlreadyExistsException(id, (await FindAsync(id, cancellation))?.State ?? OrchestrationState.Running);
        }
    }

    // The runtime drops an event for nobody without a word.
    public async Task RaiseEventAsync(string instanceId, string name, object? payload = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await Client.RaiseEventAsync(instanceId, name, JsonElements.Of(payload) ?? JsonElements.Null, cancellation);
    }

    public async Task TerminateAsync(string instanceId, string? reason, bool recursive = false, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await Client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason, recursive), cancellation);
        if (recursive)
            await TerminateChildrenAsync(instanceId, reason, cancellation);
    }

    // The Functions host does not pass "recursive" on. Children of our flows are named after their parent.
    private async Task TerminateChildrenAsync(string instanceId, string? reason, CancellationToken cancellation)
    {
        var children = Client.GetAllInstancesAsync(new(InstanceIdPrefix: $"{instanceId}.", Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended]));
        await foreach (var child in children.WithCancellation(cancellation))
            await Client.TerminateInstanceAsync(child.InstanceId, new TerminateInstanceOptions(reason), cancellation);
    }

    public async Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await Client.SuspendInstanceAsync(instanceId, reason, cancellation);
    }

    public async Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await Client.ResumeInstanceAsync(instanceId, reason, cancellation);
    }

    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation = default) =>
        await FindAsync(instanceId, cancellation) is { IsFinished: true }
        && (await Client.PurgeInstanceAsync(instanceId, cancellation: cancellation)).PurgedInstanceCount > 0;

    public async Task<OrchestrationInstance> WaitForCompletionAsync(string instanceId, CancellationToken cancellation = default)
    {
        _ = await FindAsync(instanceId, cancellation) ?? throw new OrchestrationNotFoundException(instanceId);
        return Instances.From(await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, cancellation));
    }

    private async Task RequireRunningAsync(string instanceId, CancellationToken cancellation)
    {
        var found = await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellation) ?? throw new OrchestrationNotFoundException(instanceId);
        if (found.IsCompleted)
            throw new OrchestrationFinishedException(instanceId, Instances.StateOf(found.RuntimeStatus));
    }
}

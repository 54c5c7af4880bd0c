using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using Orchestrator.Core.Durability;
using OrchestrationQuery = Orchestrator.Core.Durability.OrchestrationQuery;

namespace Orchestrator.Functions.Durable;

/// <content>The members that read.</content>
internal sealed partial class DurableFunctionsClient
{
    public async Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default) =>
        await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation) is { } found ? Instances.From(found) : null;

    // The runtime cannot filter by name, so pages are read until one has something to show.
    public async Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        var found = new List<OrchestrationInstance>();
        var token = query.ContinuationToken;
        await foreach (var page in Client.GetAllInstancesAsync(Translate(query)).AsPages(token, query.PageSize).WithCancellation(cancellation))
        {
            found.AddRange(page.Values.Select(Instances.From).Where(instance => HasName(query, instance)));
            token = page.ContinuationToken;
            if (found.Count > 0 || token is null)
                break;
        }

        return new([.. found.OrderByDescending(instance => instance.CreatedAt)], found.Count == 0 ? null : token);
    }

    public async Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        var states = (query.States.Count == 0 ? [OrchestrationState.Completed, OrchestrationState.Failed, OrchestrationState.Terminated] : query.States)
            .Where(state => state is OrchestrationState.Completed or OrchestrationState.Failed or OrchestrationState.Terminated).ToList();
        if (states.Count == 0)
            return 0;
        if (query.InstanceIdPrefix is null && query.Names.Count == 0)
        {
            var filter = new PurgeInstancesFilter(query.CreatedFrom, query.CreatedTo, [.. states.Select(Instances.StatusOf)]);
            return (await Client.PurgeAllInstancesAsync(filter, cancellation: cancellation)).PurgedInstanceCount;
        }

        return await PurgeOneByOneAsync(query with { States = states, WithInputsAndOutputs = false }, cancellation);
    }

    public async Task<IReadOnlyList<HistoryRecord>> GetHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        _ = await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellation) ?? throw new OrchestrationNotFoundException(instanceId);
        var history = await Client.GetOrchestrationHistoryAsync(instanceId, cancellation);
        return [.. history.Select((record, index) => new HistoryRecord(index, record.EventType.ToString(), new(DateTime.SpecifyKind(record.Timestamp, DateTimeKind.Utc)))
        {
            TaskId = record.EventId,
            Name = record switch { TaskScheduledEvent task => task.Name, EventRaisedEvent raised => raised.Name, _ => null },
            PayloadJson = (record as EventRaisedEvent)?.Input,
        })];
    }

    private async Task<int> PurgeOneByOneAsync(OrchestrationQuery query, CancellationToken cancellation)
    {
        var purged = 0;
        var all = new List<string>();
        await foreach (var instance in Client.GetAllInstancesAsync(Translate(query)).WithCancellation(cancellation))
        {
            if (HasName(query, Instances.From(instance)))
                all.Add(instance.InstanceId);
        }

        foreach (var id in all)
            purged += (await Client.PurgeInstanceAsync(id, cancellation: cancellation)).PurgedInstanceCount;
        return purged;
    }

    private static bool HasName(OrchestrationQuery query, OrchestrationInstance instance) =>
        query.Names.Count == 0 || query.Names.Contains(instance.Name, StringComparer.OrdinalIgnoreCase);

    private static Microsoft.DurableTask.Client.OrchestrationQuery Translate(OrchestrationQuery query) => new(
        query.CreatedFrom,
        query.CreatedTo,
        query.States.Count == 0 ? null : [.. query.States.Select(Instances.StatusOf)],
        InstanceIdPrefix: query.InstanceIdPrefix,
        PageSize: query.PageSize,
        FetchInputsAndOutputs: query.WithInputsAndOutputs,
        ContinuationToken: query.ContinuationToken);
}

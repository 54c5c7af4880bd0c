using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using Orchestrator.Core.Durability;
using OrchestrationQuery = Orchestrator.Core.Durability.OrchestrationQuery;

namespace Orchestrator.Functions.Durable;

/// <content>The members that read.</content>
internal sealed partial class DurableFunctionsClient
{
    private const int MostPerPage = 500;

    public async Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default) =>
        await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation) is { } found ? Instances.From(found) : null;

    // The runtime's pages come in an order of its own, and it cannot filter by name or by time of change: everything that may fit is listed without
    // its data, sorted here, and only what is shown is read whole.
    public async Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        var after = PageCursor.Parse(query.ContinuationToken);
        var left = (await ListAsync(query, cancellation)).Where(instance => after?.IsBefore(instance) ?? true).ToList();
        var shown = left.Take(query.PageSize).ToList();
        var next = left.Count > shown.Count ? PageCursor.Of(shown[^1]).ToString() : null;
        if (!query.WithInputsAndOutputs)
            return new(shown, next);
        var whole = await Task.WhenAll(shown.Select(instance => FindAsync(instance.InstanceId, cancellation)));
        return new([.. whole.OfType<OrchestrationInstance>()], next);
    }

    private async Task<List<OrchestrationInstance>> ListAsync(OrchestrationQuery query, CancellationToken cancellation)
    {
        var found = new List<OrchestrationInstance>();
        await foreach (var instance in Client.GetAllInstancesAsync(Translate(query with { WithInputsAndOutputs = false })).WithCancellation(cancellation))
        {
            if (Instances.From(instance) is var candidate && Fits(query, candidate))
                found.Add(candidate with { InputJson = null, OutputJson = null, CustomStatusJson = null }); // not every hub leaves them out
        }

        return [.. found.OrderByDescending(instance => instance.CreatedAt).ThenByDescending(instance => instance.InstanceId, StringComparer.Ordinal)];
    }

    public async Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        var states = (query.States.Count == 0 ? [OrchestrationState.Completed, OrchestrationState.Failed, OrchestrationState.Terminated] : query.States)
            .Where(state => state is OrchestrationState.Completed or OrchestrationState.Failed or OrchestrationState.Terminated).ToList();
        if (states.Count == 0)
            return 0;
        if (query.InstanceIdPrefix is null && query.UpdatedFrom is null && query.Names.Count == 0)
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
            if (Fits(query, Instances.From(instance)))
                all.Add(instance.InstanceId);
        }

        foreach (var id in all)
            purged += (await Client.PurgeInstanceAsync(id, cancellation: cancellation)).PurgedInstanceCount;
        return purged;
    }

    private static bool Fits(OrchestrationQuery query, OrchestrationInstance instance) => !(instance.LastUpdatedAt < query.UpdatedFrom)
        && (query.Names.Count == 0 || query.Names.Contains(instance.Name, StringComparer.OrdinalIgnoreCase));

    private static Microsoft.DurableTask.Client.OrchestrationQuery Translate(OrchestrationQuery query) => new(
        query.CreatedFrom,
        query.CreatedTo,
        query.States.Count == 0 ? null : [.. query.States.Select(Instances.StatusOf)],
        InstanceIdPrefix: query.InstanceIdPrefix,
        PageSize: MostPerPage,
        FetchInputsAndOutputs: query.WithInputsAndOutputs);
}

using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Core.Durability;
using OrchestrationAlreadyExists = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>The runtime's client over an engine of ours. It forgives what the runtime forgives: an event for nobody is dropped.</summary>
internal sealed class FakeTaskClient(IOrchestrationClient engine) : DurableTaskClient("fake")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        try
        {
            return await engine.StartAsync(
                new(orchestratorName, input)
                {
                    InstanceId = options!.InstanceId,
                    StartAt = options.StartAt,
                    Version = options.Version?.Version,
                    ReplaceFinished = !options.DedupeStatuses!.Contains("Completed"),
                },
                cancellation);
        }
        catch (Core.Durability.OrchestrationAlreadyExistsException error)
        {
            throw new OrchestrationAlreadyExists(error.Message);
        }
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        await engine.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await engine.WaitForCompletionAsync(instanceId, cancellation), getInputsAndOutputs);

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        engine.TerminateAsync(instanceId, (string?)options?.Output, options?.Recursive ?? false, cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.SuspendAsync(instanceId, reason, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.ResumeAsync(instanceId, reason, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await engine.FindAsync(instanceId, cancellation) is { } found ? Describe(found, getInputsAndOutputs) : null;

    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => new Pages(engine, filter ?? new());

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await engine.PurgeAsync(instanceId, cancellation) ? 1 : 0);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await engine.PurgeAsync(
            new Core.Durability.OrchestrationQuery { CreatedFrom = filter.CreatedFrom, CreatedTo = filter.CreatedTo, States = States(filter.Statuses) }, cancellation));

    public override async Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        [.. (await engine.GetHistoryAsync(instanceId, cancellation)).Select(Describe).OfType<HistoryEvent>()];

    public override ValueTask DisposeAsync() => default;

    private static HistoryEvent? Describe(HistoryRecord record) => record.EventType switch
    {
        "TaskScheduled" => new TaskScheduledEvent(record.TaskId, record.Name!) { Timestamp = record.Timestamp.UtcDateTime },
        "EventRaised" => new EventRaisedEvent(record.TaskId, record.PayloadJson) { Name = record.Name, Timestamp = record.Timestamp.UtcDateTime },
        _ => Enum.TryParse<EventType>(record.EventType, out _) ? new FakeHistoryEvent(record) : null,
    };

    private static OrchestrationMetadata Describe(OrchestrationInstance found, bool withData) => new(found.Name, found.InstanceId)
    {
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(found.State.ToString()),
        CreatedAt = found.CreatedAt,
        LastUpdatedAt = found.LastUpdatedAt,
        SerializedInput = withData ? found.InputJson : null,
        SerializedOutput = withData ? found.OutputJson : null,
        SerializedCustomStatus = withData ? found.CustomStatusJson : null,
        FailureDetails = found.Failure is { } failure ? new(failure.ErrorType, failure.Message, null, null, null) : null,
    };

    private static IReadOnlyList<OrchestrationState> States(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        [.. (statuses ?? []).Select(status => Enum.Parse<OrchestrationState>(status.ToString()))];

    private sealed class FakeHistoryEvent(HistoryRecord record) : HistoryEvent(record.TaskId)
    {
        public override EventType EventType => Enum.Parse<EventType>(record.EventType);
    }

    private sealed class Pages(IOrchestrationClient engine, OrchestrationQuery filter) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            for (var token = continuationToken; ;)
            {
                var page = await engine.QueryAsync(new()
                {
                    States = States(filter.Statuses),
                    CreatedFrom = filter.CreatedFrom,
                    CreatedTo = filter.CreatedTo,
                    InstanceIdPrefix = filter.InstanceIdPrefix,
                    PageSize = pageSizeHint ?? filter.PageSize,
                    ContinuationToken = token,
                });
                yield return new([.. page.Instances.Select(instance => Describe(instance, filter.FetchInputsAndOutputs))], page.ContinuationToken);
                token = page.ContinuationToken;
                if (token is null)
                    yield break;
            }
        }
    }
}

using System.Globalization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Contracts.Durability;

/// <summary>
/// An orchestration client and host in memory, for testing flows: quick, nothing stored, nothing replayed. Input,
/// results and events go through JSON as they do in the real hosts. With <see cref="ManualTime"/> the test moves the clock.
/// </summary>
/// <param name="registry">The orchestrations and activities.</param>
/// <param name="time">The clock.</param>
/// <param name="defaultVersion">The version of instances started without one.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class InMemoryOrchestrationHost(DurableRegistry registry, TimeProvider? time = null, string defaultVersion = "") : IOrchestrationClient
{
    private readonly EventLoop _loop = new();
    private readonly Dictionary<string, InMemoryInstance> _instances = new(StringComparer.Ordinal);
    private readonly List<ITimer> _timers = []; // a timer nobody refers to may be collected before it fires
    private long _sequence;

    internal DurableRegistry Registry => registry;

    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Completes when nothing is running: every instance has ended or waits for an event, a timer or a person.</summary>
    public Task WhenIdleAsync() => _loop.WhenIdleAsync();

    /// <summary>Runs an instance to its end and lets manual time jump to the next timer whenever nothing else is left to do.</summary>
    /// <exception cref="InvalidOperationException">The instance waits for something that no timer brings.</exception>
    public async Task<OrchestrationInstance> RunToEndAsync(string instanceId, ManualTime manualTime)
    {
        while (true)
        {
            await WhenIdleAsync();
            var instance = await FindAsync(instanceId) ?? throw new OrchestrationNotFoundException(instanceId);
            if (instance.IsFinished)
                return instance;
            if (!manualTime.AdvanceToNextTimer())
                throw new InvalidOperationException($"The orchestration '{instanceId}' waits ({instance.State}) and no timer is set.");
        }
    }

    /// <inheritdoc/>
    public Task<string> StartAsync(StartOrchestration request, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => Start(request with { InstanceId = InstanceIds.Check(request.InstanceId ?? Guid.NewGuid().ToString("n")) }).View.InstanceId)
            .WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task RaiseEventAsync(string instanceId, string name, object? payload = null, CancellationToken cancellation = default)
    {
        var json = DurableJson.Write(payload);
        return OnRunningAsync(instanceId, instance => instance.Deliver(null, () => instance.Run!.Raise(name, json)), cancellation);
    }

    /// <inheritdoc/>
    public Task TerminateAsync(string instanceId, string? reason, bool recursive = false, CancellationToken cancellation = default) =>
        OnRunningAsync(instanceId, instance => instance.Terminate(reason, recursive), cancellation);

    /// <inheritdoc/>
    public Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellation = default) =>
        OnRunningAsync(instanceId, instance => instance.Suspend(reason), cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellation = default) =>
        OnRunningAsync(instanceId, instance => instance.Resume(reason), cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => _instances.GetValueOrDefault(instanceId)?.View).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => Page(query)).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryRecord>> GetHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => (IReadOnlyList<HistoryRecord>)[.. Get(instanceId).History]).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => _instances.TryGetValue(instanceId, out var found) && found.View.IsFinished && _instances.Remove(instanceId))
            .WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default) =>
        _loop.RunAsync(() => Matching(query).Where(instance => instance.View.IsFinished).ToList()
            .Count(instance => _instances.Remove(instance.View.InstanceId))).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async Task<OrchestrationInstance> WaitForCompletionAsync(string instanceId, CancellationToken cancellation = default)
    {
        var completion = await _loop.RunAsync(() => Get(instanceId).Completion.Task).WaitAsync(cancellation);
        return await completion.WaitAsync(cancellation);
    }

    internal void RunActivity(string instanceId, string name, string? inputJson, Action<Task<string?>> then) =>
        _loop.RunOutside(() => InvokeAsync(new(instanceId, name, DeliveryCount: 1), inputJson), then);

    internal void StartChild(InMemoryInstance parent, StartOrchestration request, Action<Task<string?>> finished)
    {
        if (_instances.TryGetValue(request.InstanceId!, out var taken) && !taken.View.IsFinished)
        {
            var error = new OrchestrationAlreadyExistsException(request.InstanceId!, taken.View.State);
            _loop.Post(_ => finished(Task.FromException<string?>(error)), null);
            return;
        }
        parent.Children.Add(Start(request with { ReplaceFinished = true }, parent.View.InstanceId, child => finished(Outcome(child))));
    }

    internal void SendEvent(string instanceId, string name, string? payloadJson)
    {
        if (_instances.TryGetValue(instanceId, out var receiver))
            _loop.Post(_ => receiver.Deliver(null, () => receiver.Run!.Raise(name, payloadJson)), null);
    }

    internal ITimer SetTimer(DateTimeOffset fireAt, Action fired)
    {
        var dueIn = fireAt - Time.GetUtcNow();
        // The clock may have been set back meanwhile, so a timer that went off early is set again.
        void OnDue(object? _) => _loop.Post(_ => { if (fireAt <= Time.GetUtcNow()) fired(); else SetTimer(fireAt, fired); }, null);
        var timer = Time.CreateTimer(OnDue, null, dueIn > TimeSpan.Zero ? dueIn : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        return timer;
    }

    private static Task<string?> Outcome(OrchestrationInstance child) => child.State == OrchestrationState.Completed
        ? Task.FromResult(child.OutputJson)
        : Task.FromException<string?>(new TaskFailedException(
            child.Name, child.Failure ?? new("Terminated", $"The child orchestration '{child.InstanceId}' was terminated.", IsTransient: false)));

    private async Task<string?> InvokeAsync(ActivityRun run, string? inputJson)
    {
        if (!registry.Activities.TryGetValue(run.Name, out var activity))
            throw new InvalidOperationException($"There is no activity '{run.Name}' in this host.");
        var input = inputJson is null ? null : System.Text.Json.JsonSerializer.Deserialize(inputJson, activity.InputType, DurableJson.Options);
        return DurableJson.Write(await activity.Body(run, input, CancellationToken.None));
    }

    private InMemoryInstance Start(StartOrchestration request, string? parentId = null, Action<OrchestrationInstance>? onFinished = null)
    {
        if (!registry.Orchestrations.ContainsKey(request.Name))
            throw new ArgumentException($"There is no orchestration '{request.Name}' in this host.", nameof(request));
        if (_instances.TryGetValue(request.InstanceId!, out var taken) && !(taken.View.IsFinished && request.ReplaceFinished))
            throw new OrchestrationAlreadyExistsException(request.InstanceId!, taken.View.State);
        var now = Time.GetUtcNow();
        var instance = new InMemoryInstance(this, ++_sequence, new(request.InstanceId!, request.Name, OrchestrationState.Pending, now, now)
        {
            InputJson = DurableJson.Write(request.Input),
            Version = request.Version ?? defaultVersion,
            ParentInstanceId = parentId,
        });
        _instances[request.InstanceId!] = instance;
        instance.OnFinished = onFinished ?? (_ => { });
        if (request.StartAt is { } startAt && startAt > now)
            SetTimer(startAt, () => BeginUnlessEnded(instance));
        else
            _loop.Post(_ => BeginUnlessEnded(instance), null);
        return instance;
    }

    private static void BeginUnlessEnded(InMemoryInstance instance)
    {
        if (!instance.View.IsFinished)
            instance.Begin([]);
    }

    private Task<bool> OnRunningAsync(string instanceId, Action<InMemoryInstance> act, CancellationToken cancellation) =>
        _loop.RunAsync(() =>
        {
            var instance = Get(instanceId);
            if (instance.View.IsFinished)
                throw new OrchestrationFinishedException(instanceId, instance.View.State);
            act(instance);
            return true;
        }).WaitAsync(cancellation);

    private InMemoryInstance Get(string instanceId) =>
        _instances.GetValueOrDefault(instanceId) ?? throw new OrchestrationNotFoundException(instanceId);

    private OrchestrationPage Page(OrchestrationQuery query)
    {
        var before = query.ContinuationToken is { } token ? long.Parse(token, CultureInfo.InvariantCulture) : long.MaxValue;
        var found = Matching(query).Where(instance => instance.Sequence < before).Take(query.PageSize + 1).ToList();
        var page = found.Take(query.PageSize).ToList();
        var views = page.Select(instance => query.WithInputsAndOutputs ? instance.View : instance.View with { InputJson = null, OutputJson = null });
        return new([.. views], found.Count > page.Count ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private IEnumerable<InMemoryInstance> Matching(OrchestrationQuery query) =>
        from instance in _instances.Values
        let view = instance.View
        where (query.States.Count == 0 || query.States.Contains(view.State))
            && (query.CreatedFrom is null || view.CreatedAt >= query.CreatedFrom)
            && (query.CreatedTo is null || view.CreatedAt <= query.CreatedTo)
            && (query.UpdatedFrom is null || view.LastUpdatedAt >= query.UpdatedFrom)
            && (query.InstanceIdPrefix is null || view.InstanceId.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal))
            && (query.Names.Count == 0 || query.Names.Contains(view.Name, StringComparer.OrdinalIgnoreCase))
        orderby instance.Sequence descending
        select instance;
}

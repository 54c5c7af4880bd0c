using Orchestrator.Core.Durability;

namespace Orchestrator.Contracts.Durability;

/// <summary>One instance of the in-memory host: what the outside sees, and the run that is under way.</summary>
internal sealed class InMemoryInstance(InMemoryOrchestrationHost host, long sequence, OrchestrationInstance start)
{
    private readonly Queue<Action> _heldBack = [];
    private Action<OrchestrationInstance>? _onFinished;

    public long Sequence { get; } = sequence;

    public OrchestrationInstance View { get; private set; } = start;

    public List<HistoryRecord> History { get; } = [];

    public InMemoryContext? Run { get; private set; }

    public TaskCompletionSource<OrchestrationInstance> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HashSet<InMemoryInstance> Children { get; } = [];

    public int Generation { get; private set; }

    public DateTimeOffset Now { get; private set; } = start.CreatedAt;

    public Action<OrchestrationInstance> OnFinished { set => _onFinished = value; }

    /// <summary>Hands something to the instance; held back while it is suspended or not started, dropped when it is for an earlier run.</summary>
    public void Deliver(InMemoryContext? run, Action apply)
    {
        if (View.IsFinished || (run is not null && run != Run))
            return;
        if (View.State is OrchestrationState.Suspended or OrchestrationState.Pending)
        {
            _heldBack.Enqueue(() => Deliver(run, apply));
            return;
        }
        Tick();
        apply();
    }

    public void Begin(IEnumerable<KeyValuePair<string, string?>> events)
    {
        Tick();
        History.Clear();
        Run = new InMemoryContext(host, this, events);
        Record(new(0, "ExecutionStarted", Now) { Name = View.Name, PayloadJson = View.InputJson });
        Change(view => view with { State = OrchestrationState.Running });
        _ = Run.ExecuteAsync();
        ReleaseHeldBack();
    }

    public void StartAgain(string? inputJson, IEnumerable<KeyValuePair<string, string?>> events)
    {
        Generation++;
        Change(view => view with { InputJson = inputJson });
        Begin(events);
    }

    public void Suspend(string? reason)
    {
        Tick();
        Record(new(0, "ExecutionSuspended", Now) { PayloadJson = DurableJson.Write(reason) });
        Change(view => view with { State = OrchestrationState.Suspended });
    }

    public void Resume(string? reason)
    {
        if (View.State != OrchestrationState.Suspended)
            return;
        Tick();
        Record(new(0, "ExecutionResumed", Now) { PayloadJson = DurableJson.Write(reason) });
        Change(view => view with { State = OrchestrationState.Running });
        ReleaseHeldBack();
    }

    public void Terminate(string? reason, bool recursive)
    {
        Record(new(0, "ExecutionTerminated", Now) { PayloadJson = DurableJson.Write(reason) });
        Finish(OrchestrationState.Terminated, DurableJson.Write(reason), failure: null);
        foreach (var child in recursive ? Children.Where(child => !child.View.IsFinished) : [])
            child.Terminate(reason, recursive);
    }

    public void Finish(OrchestrationState state, string? outputJson, FailureDetails? failure)
    {
        if (View.IsFinished)
            return;
        Tick();
        if (state != OrchestrationState.Terminated)
            Record(new(0, "ExecutionCompleted", Now) { PayloadJson = outputJson, Failure = failure });
        Change(view => view with { State = state, OutputJson = outputJson, Failure = failure });
        _heldBack.Clear();
        Completion.TrySetResult(View);
        _onFinished?.Invoke(View);
    }

    public void SetStatus(string? statusJson) => Change(view => view with { CustomStatusJson = statusJson });

    public void Record(HistoryRecord record) => History.Add(record with { SequenceNumber = History.Count, Timestamp = Now });

    private void ReleaseHeldBack()
    {
        for (var count = _heldBack.Count; count > 0 && _heldBack.TryDequeue(out var next); count--)
            next();
    }

    private void Tick()
    {
        var now = host.Time.GetUtcNow();
        Now = now > Now ? now : Now;
    }

    private void Change(Func<OrchestrationInstance, OrchestrationInstance> change) => View = change(View) with { LastUpdatedAt = Now };
}

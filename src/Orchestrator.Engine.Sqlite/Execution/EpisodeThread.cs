namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// The one logical thread of an orchestration. Its continuations run only inside an episode, on the thread that runs
/// the episode; one that comes from anywhere else means that the code awaited something that is not durable.
/// </summary>
internal sealed class EpisodeThread(Action onForeign) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private int _ownerThreadId;

    /// <summary>Whether the caller is the orchestration's own code.</summary>
    public bool IsOwn => Volatile.Read(ref _ownerThreadId) == Environment.CurrentManagedThreadId;

    /// <summary>Runs something and all continuations that follow from it.</summary>
    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        Volatile.Write(ref _ownerThreadId, Environment.CurrentManagedThreadId);
        try
        {
            action();
            while (_queue.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            Volatile.Write(ref _ownerThreadId, 0);
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs something when the caller is the orchestration's own code; reports it otherwise.</summary>
    public void Send(Action action)
    {
        if (IsOwn)
            action();
        else
            onForeign();
    }

    public void ReportForeign() => onForeign();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsOwn)
            _queue.Enqueue((d, state));
        else
            onForeign();
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An orchestration runs on one logical thread.");

    public override SynchronizationContext CreateCopy() => this;
}

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>The events of one run that nobody has taken yet, and the waiters whose events have not come yet.</summary>
internal sealed class EventBuffer
{
    private readonly List<(string Name, string? PayloadJson)> _events = [];
    private readonly List<(string Name, IOpenTask Waiter)> _waiters = [];

    /// <summary>What nobody has taken, oldest first.</summary>
    public IReadOnlyList<(string Name, string? PayloadJson)> Untaken => _events;

    public bool HasWaiters => _waiters.Count > 0;

    /// <summary>Gives an event to the waiter that waits longest, or keeps it.</summary>
    public void Raise(string name, string? payloadJson)
    {
        var index = _waiters.FindIndex(waiter => Is(waiter.Name, name));
        if (index < 0)
        {
            _events.Add((name, payloadJson));
            return;
        }
        var waiter = _waiters[index].Waiter;
        _waiters.RemoveAt(index);
        waiter.Complete(payloadJson);
    }

    /// <summary>Lets a waiter take the oldest event of its name, or queues it.</summary>
    public void Wait(string name, IOpenTask waiter)
    {
        var index = _events.FindIndex(raised => Is(raised.Name, name));
        if (index < 0)
        {
            _waiters.Add((name, waiter));
            return;
        }
        var payloadJson = _events[index].PayloadJson;
        _events.RemoveAt(index);
        waiter.Complete(payloadJson);
    }

    public void Remove(IOpenTask waiter) => _waiters.RemoveAll(entry => ReferenceEquals(entry.Waiter, waiter));

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

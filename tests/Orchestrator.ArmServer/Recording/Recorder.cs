namespace Orchestrator.Testing.Arm;

/// <summary>Keeps every request and its answer.</summary>
public sealed class Recorder
{
    private readonly Lock _lock = new();
    private readonly List<RecordedExchange> _exchanges = [];

    /// <summary>What was kept, oldest first.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges
    {
        get
        {
            lock (_lock)
                return [.. _exchanges];
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
            _exchanges.Clear();
    }

    internal void Add(RecordedExchange exchange)
    {
        lock (_lock)
            _exchanges.Add(exchange);
    }
}

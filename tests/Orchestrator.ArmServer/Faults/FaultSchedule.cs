using System.Text.RegularExpressions;

namespace Orchestrator.Testing.Arm;

/// <summary>What goes wrong with which request.</summary>
public sealed class FaultSchedule
{
    // Longer than any budget of retries would be no fault but an outage, which a test can order by itself.
    private const int MaxInARow = 3;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<string> _struck = [];
    private readonly Dictionary<string, int> _inARow = [];
    private Random? _random;
    private double _probability;
    private Fault[] _kinds = [];

    /// <summary>Every fault that happened: method, path and kind.</summary>
    public IReadOnlyList<string> Struck
    {
        get
        {
            lock (_lock)
                return [.. _struck];
        }
    }

    /// <summary>Orders a fault. What was ordered first happens first.</summary>
    /// <param name="method">The method, or <c>*</c> for any.</param>
    /// <param name="path">A regular expression that is found in the path, without regard to case and without the query.</param>
    /// <param name="times">How many requests it hits.</param>
    /// <param name="fault">The fault.</param>
    public void Add(string method, string path, int times, Fault fault)
    {
        var pattern = new Regex(path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        lock (_lock)
            _entries.Add(new Entry(method, pattern, fault) { Left = times });
    }

    /// <summary>
    /// Faults by chance, the same for the same seed and order of requests, and never more than three in a row for the same
    /// method and path. Without kinds: 429, 500, 503 and dropped connections before and after.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="probability">How likely a request is hit, from 0 to 1.</param>
    /// <param name="kinds">The faults to choose from.</param>
    public void Random(int seed, double probability, params Fault[] kinds)
    {
        lock (_lock)
        {
            _random = new Random(seed);
            _probability = probability;
            _kinds = kinds.Length > 0
                ? kinds
                : [Fault.Throttle(TimeSpan.FromSeconds(1)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter];
        }
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _random = null;
        }
    }

    internal Fault? Take(string method, string path)
    {
        lock (_lock)
            return Note(method, path, TakeOrdered(method, path, isOperation: false) ?? TakeRandom(method, path));
    }

    internal Fault? TakeOperationFailure(string method, string path)
    {
        lock (_lock)
            return Note(method, path, TakeOrdered(method, path, isOperation: true));
    }

    private Fault? Note(string method, string path, Fault? fault)
    {
        if (fault is not null)
            _struck.Add($"{method} {path}: {fault.Kind} {fault.Status} {fault.Code}".TrimEnd());
        return fault;
    }

    private Fault? TakeOrdered(string method, string path, bool isOperation)
    {
        var entry = _entries.Find(entry => entry.Left > 0 && entry.Fault.Kind == FaultKind.OperationFails == isOperation && entry.Matches(method, path));
        if (entry is null)
            return null;
        entry.Left--;
        return entry.Fault;
    }

    private Fault? TakeRandom(string method, string path)
    {
        if (_random is null)
            return null;
        var (roll, kind) = (_random.NextDouble(), _kinds[_random.Next(_kinds.Length)]);
        var request = method + path;
        var isHit = roll < _probability && _inARow.GetValueOrDefault(request) < MaxInARow;
        _inARow[request] = isHit ? _inARow.GetValueOrDefault(request) + 1 : 0;
        return isHit ? kind : null;
    }

    private sealed record Entry(string Method, Regex Path, Fault Fault)
    {
        public int Left { get; set; }

        public bool Matches(string method, string path) =>
            (Method == "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && Path.IsMatch(path);
    }
}

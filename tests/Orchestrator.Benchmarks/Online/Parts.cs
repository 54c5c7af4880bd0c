using System.Diagnostics;

namespace Orchestrator.Benchmarks.Online;

/// <summary>How long each part of something took.</summary>
internal sealed class Parts
{
    private readonly Dictionary<string, double> _milliseconds = [];

    public IReadOnlyDictionary<string, double> Milliseconds => _milliseconds;

    public async Task MeasureAsync(string name, Func<Task> part)
    {
        var watch = Stopwatch.StartNew();
        await part();
        _milliseconds[name] = watch.Elapsed.TotalMilliseconds;
    }
}

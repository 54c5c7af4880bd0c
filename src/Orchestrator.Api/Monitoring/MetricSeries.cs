using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orchestrator.Api.Monitoring;

/// <summary>One instrument and the values of each combination of its tags.</summary>
internal sealed class MetricSeries(Instrument instrument, MetricKind kind, IReadOnlyList<double> bounds)
{
    /// <summary>More combinations than this mean that a tag takes values without end; further ones are left out.</summary>
    private const int MaxCombinations = 2_000;

    private readonly ConcurrentDictionary<string, MetricValue> _values = new(StringComparer.Ordinal);

    public string Name => instrument.Name;

    public string? Unit => instrument.Unit;

    public string? Help => instrument.Description;

    public MetricKind Kind => kind;

    public IReadOnlyList<double> Bounds => bounds;

    public IEnumerable<KeyValuePair<string, MetricValue>> Values => _values.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        if (!_values.TryGetValue(labels, out var series))
        {
            if (_values.Count >= MaxCombinations)
                return;
            series = _values.GetOrAdd(labels, _ => new(bounds.Count));
        }
        series.Take(value, kind, bounds);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orchestrator.Api.Monitoring;

/// <summary>Listens to every meter of the product from its start on and keeps the current values.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string OurMeters = "Orchestrator.";
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
    private static readonly double[] Powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11];

    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsCollector()
    {
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Measure(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Measure(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Measure(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Measure(state, value, tags));
        _listener.Start();
    }

    /// <summary>The current values by name; those that are observed are observed now.</summary>
    public IReadOnlyList<MetricSeries> Collect()
    {
        _listener.RecordObservableInstruments();
        return [.. _series.Values.OrderBy(series => series.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!instrument.Meter.Name.StartsWith(OurMeters, StringComparison.Ordinal))
            return;
        var kind = KindOf(instrument);
        var series = _series.GetOrAdd(instrument, _ => new(instrument, kind, kind == MetricKind.Histogram ? BoundsOf(instrument) : []));
        listener.EnableMeasurementEvents(instrument, series);
    }

    private static void Measure(object? series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricSeries)series!).Measure(value, tags);

    private static MetricKind KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => MetricKind.Counter,
        "UpDownCounter`1" => MetricKind.Sum,
        "ObservableCounter`1" => MetricKind.Total,
        "Histogram`1" => MetricKind.Histogram,
        _ => MetricKind.Gauge,
    };

    private static double[] BoundsOf(Instrument instrument) =>
        (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? (instrument.Unit == "s" ? Seconds : Powers);
}

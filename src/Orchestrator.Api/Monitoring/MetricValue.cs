namespace Orchestrator.Api.Monitoring;

/// <summary>The value of one combination of tags.</summary>
internal sealed class MetricValue(int boundCount)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[boundCount + 1];
    private double _value;

    public void Take(double value, MetricKind kind, IReadOnlyList<double> bounds)
    {
        lock (_gate)
        {
            _value = kind is MetricKind.Gauge or MetricKind.Total ? value : _value + value;
            if (kind == MetricKind.Histogram)
                _buckets[BucketOf(value, bounds)]++;
        }
    }

    public (double Value, long[] Buckets) Read()
    {
        lock (_gate)
            return (_value, [.. _buckets]);
    }

    private static int BucketOf(double value, IReadOnlyList<double> bounds)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
            bucket++;
        return bucket;
    }
}

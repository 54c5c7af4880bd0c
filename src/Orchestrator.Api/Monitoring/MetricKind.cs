namespace Orchestrator.Api.Monitoring;

/// <summary>How the measurements of an instrument become its value.</summary>
internal enum MetricKind
{
    /// <summary>Each is added; the sum only grows.</summary>
    Counter,

    /// <summary>Each is added; the sum may fall.</summary>
    Sum,

    /// <summary>Each is the whole value, which only grows.</summary>
    Total,

    /// <summary>Each is the whole value.</summary>
    Gauge,

    /// <summary>Each is counted in a bucket.</summary>
    Histogram,
}

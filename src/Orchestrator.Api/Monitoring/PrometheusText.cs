using System.Globalization;
using System.Text;

namespace Orchestrator.Api.Monitoring;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4. Names follow OpenTelemetry's rules for Prometheus: dots become
/// underscores, the unit and <c>_total</c> are appended.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IReadOnlyList<MetricSeries> all)
    {
        var text = new StringBuilder();
        // Several meters may own an instrument of one name (a host that is started twice in one process): one header for all.
        foreach (var metric in all.GroupBy(NameOf))
        {
            var first = metric.First();
            text.Append("# HELP ").Append(metric.Key).Append(' ').Append(EscapeHelp(first.Help)).Append('\n');
            text.Append("# TYPE ").Append(metric.Key).Append(' ').Append(TypeOf(first.Kind)).Append('\n');
            foreach (var series in metric)
                WriteSeries(text, metric.Key, series);
        }
        return text.ToString();
    }

    /// <summary>Writes tags as they stand between the braces, sorted by name.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
            return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return string.Join(',', sorted.Select(tag => $"{Clean(tag.Key)}=\"{EscapeLabel(tag.Value)}\""));
    }

    private static void WriteSeries(StringBuilder text, string name, MetricSeries series)
    {
        foreach (var (labels, value) in series.Values)
        {
            var (current, buckets) = value.Read();
            if (series.Kind == MetricKind.Histogram)
                WriteHistogram(text, name, labels, series.Bounds, (current, buckets));
            else
                WriteSample(text, name, labels, current);
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, IReadOnlyList<double> bounds, (double Sum, long[] Buckets) value)
    {
        var prefix = labels.Length == 0 ? "" : labels + ",";
        long count = 0;
        for (var bucket = 0; bucket < value.Buckets.Length; bucket++)
        {
            count += value.Buckets[bucket];
            var bound = bucket < bounds.Count ? Number(bounds[bucket]) : "+Inf";
            WriteSample(text, name + "_bucket", $"{prefix}le=\"{bound}\"", count);
        }
        WriteSample(text, name + "_sum", labels, value.Sum);
        WriteSample(text, name + "_count", labels, count);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(MetricSeries series)
    {
        var unit = series.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        var name = Clean(series.Name);
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return TypeOf(series.Kind) == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.Total => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Clean(string name) =>
        string.Create(name.Length, name, (span, source) =>
        {
            for (var index = 0; index < span.Length; index++)
                span[index] = char.IsAsciiLetter(source[index]) || index > 0 && char.IsAsciiDigit(source[index]) ? source[index] : '_';
        });

    private static string EscapeHelp(string? help) => (help ?? "").Replace("\\", "\\\\").Replace("\n", "\\n");

    private static string EscapeLabel(object? value) =>
        (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\"", "\\\"");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}

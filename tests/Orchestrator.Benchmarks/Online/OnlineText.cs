using System.Globalization;
using System.Text;

namespace Orchestrator.Benchmarks.Online;

/// <summary>A report for people: medians, how they compare, and every single figure.</summary>
internal sealed class OnlineText
{
    // Of the same set-up, taken once: Debian's pgcopydb 0.10 cannot follow without losing or changing rows.
    private const string MeasuredBefore = "pgcopydb 0.17 --follow, measured before";
    private const double MeasuredBeforeMilliseconds = 8_900;
    private const string Large = "bench";
    private const string Small = "bench_small";
    private readonly StringBuilder _text = new();
    private readonly OnlineReport _report;

    private OnlineText(OnlineReport report) => _report = report;

    public static string Of(OnlineReport report)
    {
        var text = new OnlineText(report);
        text.Head();
        text.Table("baseline copy, nobody writes, s", "N2", text.Quiet(), run => run.CopySeconds);
        text.Table("baseline copy while clients write, s", "N2", text.Live(Large), run => run.CopySeconds);
        text.Freeze(Large);
        text.Freeze(Small);
        text.Comparison();
        text.Memory();
        text.Verdicts();
        return text._text.ToString().TrimEnd();
    }

    private ILookup<string, MethodRun> Quiet() => Group(run => run.Database == Large && run.FreezeMilliseconds is null);

    private ILookup<string, MethodRun> Live(string database) => Group(run => run.Database == database && run.FreezeMilliseconds is not null);

    private ILookup<string, MethodRun> Group(Func<MethodRun, bool> predicate) =>
        _report.Runs.Where(predicate).ToLookup(run => run.Method);

    private void Head() => Line(
        $"PostgreSQL {_report.Server}, {_report.SizeBytes >> 20:N0} MiB (scale {_report.Scale}) and {_report.SmallSizeBytes >> 20:N0} MiB, {_report.WritesPerSecond}/s; "
        + $"pgcopydb {_report.PgCopyDb ?? "is not installed and was left out"}");

    // Ratios are ours to each: below 1 ours is the faster.
    private void Table(string title, string format, ILookup<string, MethodRun> methods, Func<MethodRun, double?> figure)
    {
        Line($"\n{title}");
        var ours = Median(methods[OnlineSync.Ours], figure);
        foreach (var method in methods)
            if (Median(method, figure) is { } median)
                Row(method.Key, median, ours / median, format, string.Join(' ', Figures(method, figure).Select(each => each.ToString(format, CultureInfo.InvariantCulture))));
    }

    private void Freeze(string database)
    {
        var methods = Live(database);
        if (methods.Count == 0)
            return;
        Table($"freeze at {_report.WritesPerSecond} writes/s, {(database == Large ? _report.SizeBytes : _report.SmallSizeBytes) >> 20:N0} MiB, ms", "N0", methods, run => run.FreezeMilliseconds);
        var isMeasured = methods.Any(method => method.Key.StartsWith("pgcopydb", StringComparison.Ordinal));
        if (!isMeasured && Median(methods[OnlineSync.Ours], run => run.FreezeMilliseconds) is { } ours)
            Row(MeasuredBefore, MeasuredBeforeMilliseconds, ours / MeasuredBeforeMilliseconds, "N0", "not in this run");
        foreach (var method in methods)
            foreach (var part in method.SelectMany(run => run.FreezeParts.Keys).Distinct())
                Line($"    {method.Key + ": " + part,-46} {Number(Median(method, run => run.FreezeParts.GetValueOrDefault(part)), "N1"),8}");
    }

    private void Comparison()
    {
        var runs = Quiet()[OnlineSync.Ours].Where(run => run.CompareSeconds is not null).ToList();
        var (ours, peer) = (Median(runs, run => run.CompareSeconds), Median(runs, run => run.PeerCompareSeconds));
        if (ours is null || peer is null)
            return;
        Line("\ncomparison of all content, s");
        Row("count and sum(hashtext)", peer.Value, ours / peer, "N2", "what pgcopydb compare data runs");
        Row(OnlineSync.Ours, ours.Value, 1, "N2", "");
    }

    private void Memory()
    {
        Line("\nmost memory of the migrating process, MB");
        foreach (var (database, bytes) in new[] { (Small, _report.SmallSizeBytes), (Large, _report.SizeBytes) })
            Line($"  {$"{bytes >> 20:N0} MiB",-40} {Number(Live(database)[OnlineSync.Ours].Max(run => run.PeakMegabytes), "N0"),8}");
    }

    private void Verdicts()
    {
        Line("\ntarget right");
        foreach (var method in _report.Runs.GroupBy(run => run.Method))
        {
            Line($"  {method.Key,-40} {method.Count(run => run.IsRight),4} of {method.Count()}");
            foreach (var fault in method.SelectMany(Faults).Distinct())
                Line($"    {fault}");
        }
    }

    private static IEnumerable<string> Faults(MethodRun run) => run.Error is { } error ? [error, .. run.Wrong] : run.Wrong;

    private void Row(string name, double median, double? ratio, string format, string note) =>
        Line($"  {name,-40} {Number(median, format),8}   {(ratio is { } known ? $"ours is {Number(known, known < 0.1 ? "N3" : "N2")} x" : ""),-16} {note}");

    private void Line(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private void Line(string line) => _text.AppendLine(line);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static IEnumerable<double> Figures(IEnumerable<MethodRun> runs, Func<MethodRun, double?> figure) =>
        runs.Select(figure).OfType<double>();

    private static double? Median(IEnumerable<MethodRun> runs, Func<MethodRun, double?> figure)
    {
        var figures = Figures(runs, figure).Order().ToList();
        return figures.Count == 0 ? null : figures[figures.Count / 2];
    }
}

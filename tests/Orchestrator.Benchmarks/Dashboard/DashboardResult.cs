using System.Globalization;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>What was measured, beside the bounds of the product and what nothing could be better than.</summary>
internal sealed record DashboardResult
{
    private const double LeastFrames = 30;
    private const double MostMegabytes = 300;
    private const double MostCores = 0.5;
    private const double MostMilliseconds = 1_000;

    public required LoadOptions Load { get; init; }

    public required string Browser { get; init; }

    /// <summary>Changed rows a second that a viewer was really sent.</summary>
    public required double ChangesPerSecond { get; init; }

    /// <summary>Frames of each second while scrolling.</summary>
    public required IReadOnlyList<int> Frames { get; init; }

    /// <summary>Frames of each second of an empty page.</summary>
    public required IReadOnlyList<int> FloorFrames { get; init; }

    public required PageMemory Memory { get; init; }

    public required PageMemory FloorMemory { get; init; }

    /// <summary>From a change to its row on the page.</summary>
    public required IReadOnlyList<double> PageMilliseconds { get; init; }

    /// <summary>From a change to its arrival at a viewer without a page.</summary>
    public required IReadOnlyList<double> WireMilliseconds { get; init; }

    /// <summary>The server's share of a core with nobody looking.</summary>
    public required double CoresAlone { get; init; }

    /// <summary>The server's share of a core with everybody looking.</summary>
    public required double CoresWatched { get; init; }

    public double ServingCores => CoresWatched - CoresAlone;

    public double MeanFrames => Frames.Average();

    public double PageP99 => Percentile(PageMilliseconds, 0.99);

    /// <summary>Whether every bound holds.</summary>
    public bool IsWithinBounds =>
        MeanFrames >= LeastFrames && Memory.ProcessMegabytes < MostMegabytes && ServingCores < MostCores && PageP99 < MostMilliseconds && PageMilliseconds.Count > 0;

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        {Load.Rows:N0} migrations, {ChangesPerSecond:N0} changes/s, {Load.Viewers} viewers and a page of Chromium {Browser}
          frames/s while scrolling, mean / worst second     {MeanFrames,7:N1} / {Frames.Min():N0}     bound: >= {LeastFrames:N0}{Verdict(MeanFrames >= LeastFrames)}; an empty page: {FloorFrames.Average():N1} / {FloorFrames.Min():N0}
          the page's process / its scripts, MB              {Memory.ProcessMegabytes,7:N0} / {Memory.HeapMegabytes:N1}     bound: < {MostMegabytes:N0}{Verdict(Memory.ProcessMegabytes < MostMegabytes)}; an empty page: {FloorMemory.ProcessMegabytes:N0} / {FloorMemory.HeapMegabytes:N1}
          a change to its row on the page, p50 / p99, ms    {Percentile(PageMilliseconds, 0.5),7:N0} / {PageP99:N0}     bound: < {MostMilliseconds:N0}{Verdict(PageP99 < MostMilliseconds)}; to a viewer's socket: {Percentile(WireMilliseconds, 0.5):N0} / {Percentile(WireMilliseconds, 0.99):N0}; {PageMilliseconds.Count:N0} samples
          the server's cores for serving                    {ServingCores,7:N2}     bound: < {MostCores:N1}{Verdict(ServingCores < MostCores)}; with nobody looking {CoresAlone:N2}, with all {CoresWatched:N2}
        """);

    private static string Verdict(bool holds) => holds ? "" : " MISSED";

    private static double Percentile(IReadOnlyList<double> values, double share) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt((int)((values.Count - 1) * share));
}

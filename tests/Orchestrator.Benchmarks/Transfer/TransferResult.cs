using System.Globalization;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>What was measured of one load.</summary>
/// <param name="Load">The load, in words.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="FloorSeconds">Reading and hashing the files and nothing else.</param>
/// <param name="Ours">The blob store's runs.</param>
/// <param name="Rclone">Its peer's runs, each right after one of ours or before it.</param>
internal sealed record TransferResult(
    string Load, long SizeBytes, int Files, double FloorSeconds, IReadOnlyList<TransferRun> Ours, IReadOnlyList<TransferRun> Rclone)
{
    public double OursSeconds => Median(Ours);

    public double RcloneSeconds => Median(Rclone);

    /// <summary>How many times as fast as the peer, from the medians.</summary>
    public double Ratio => RcloneSeconds / OursSeconds;

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        {Load}
          read and hash only   {FloorSeconds,7:N1} s {Rate(FloorSeconds)}
          blob store           {OursSeconds,7:N1} s {Rate(OursSeconds)} {Peak(Ours),5:N0} MB   {Raw(Ours)}
          rclone               {RcloneSeconds,7:N1} s {Rate(RcloneSeconds)} {Peak(Rclone),5:N0} MB   {Raw(Rclone)}
          ratio                {Ratio,7:N2} x rclone
        """);

    private string Rate(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{SizeBytes / seconds / (1 << 20),8:N1} MiB/s {Files / seconds,8:N1} files/s");

    private static string Raw(IReadOnlyList<TransferRun> runs) =>
        string.Join(' ', runs.Select(run => run.Seconds.ToString("N1", CultureInfo.InvariantCulture)));

    private static double Peak(IReadOnlyList<TransferRun> runs) => runs.Max(run => run.PeakMegabytes);

    private static double Median(IReadOnlyList<TransferRun> runs) => runs.Select(run => run.Seconds).Order().ElementAt(runs.Count / 2);
}

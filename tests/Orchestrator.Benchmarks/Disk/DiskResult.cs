using System.Globalization;
using Orchestrator.Benchmarks.Transfer;

namespace Orchestrator.Benchmarks.Disk;

/// <summary>What was measured of one disk.</summary>
/// <param name="DiskBytes">Its length.</param>
/// <param name="ContentBytes">How much of it is no hole.</param>
/// <param name="Ours">Hashing and upload by page.</param>
/// <param name="Rclone">Its peer's runs on the same file, into a block blob; none when it is not installed or would send all holes.</param>
internal sealed record DiskResult(long DiskBytes, long ContentBytes, IReadOnlyList<TransferRun> Ours, IReadOnlyList<TransferRun> Rclone)
{
    public const double MemoryBoundMegabytes = 256;

    public double OursSeconds => Median(Ours);

    public double? RcloneSeconds => Rclone.Count == 0 ? null : Median(Rclone);

    /// <summary>How many times as fast as the peer, from the medians.</summary>
    public double? Ratio => RcloneSeconds / OursSeconds;

    public double PeakMegabytes => Ours.Max(run => run.PeakMegabytes);

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        a disk of {DiskBytes >> 20:N0} MiB with {ContentBytes >> 20:N0} MiB of content
          azureDisk (hashed, then sent into a page blob) {OursSeconds,7:N1} s {Rate(OursSeconds)} {PeakMegabytes,5:N0} MB   {Raw(Ours)}
        {Peer()}
        """);

    private string Peer() => RcloneSeconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"""
              rclone (into a block blob, it writes no pages) {seconds,7:N1} s {Rate(seconds)} {Rclone.Max(run => run.PeakMegabytes),5:N0} MB   {Raw(Rclone)}
              ratio                                          {Ratio,7:N2} x rclone
            """)
        : ContentBytes < DiskBytes
            ? $"  rclone is not measured: it would send all {DiskBytes >> 30:N0} GiB; ours must stay below {MemoryBoundMegabytes:N0} MB"
            : "  rclone is not installed, so there is nothing to compare with: apt-get install rclone";

    private string Rate(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{ContentBytes / seconds / (1 << 20),8:N1} MiB/s");

    private static string Raw(IReadOnlyList<TransferRun> runs) => string.Join(' ', runs.Select(run => run.Seconds.ToString("N1", CultureInfo.InvariantCulture)));

    private static double Median(IReadOnlyList<TransferRun> runs) => runs.Select(run => run.Seconds).Order().ElementAt(runs.Count / 2);
}

using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Compares two sets of pages.</summary>
internal static class DiskComparer
{
    private const int MostDifferences = 10;

    /// <summary>Compares.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reference">The pages of the source or of the backup.</param>
    /// <param name="target">The pages of the disk.</param>
    /// <returns>One row: a disk is one thing.</returns>
    public static DataComparison Compare(DiskJob job, DiskPages reference, DiskPages target)
    {
        var differences = reference.Hashes.Keys.Union(target.Hashes.Keys)
            .Where(page => reference.Hashes.GetValueOrDefault(page) != target.Hashes.GetValueOrDefault(page))
            .Order()
            .Take(MostDifferences)
            .Select(page => string.Create(CultureInfo.InvariantCulture, $"the page at byte {page * DiskPages.PageBytes}"));
        var item = new ComparedItem(job.DiskName, reference.Count, target.Count, reference.Checksum, target.Checksum) { FirstDifferences = [.. differences] };
        return new DataComparison(job.Component, [item]);
    }
}

using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether the dump fits on this machine. How full the target's disk is, its server does not tell.</summary>
internal static class SpaceChecks
{
    // No real database becomes smaller than this part of its tables when it is dumped and compressed.
    private const int BestCompression = 20;

    private const string DataSize = """
        SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' OR c.oid = 'pg_largeobject'::regclass
        """;

    /// <summary>Finds a disk that is too small.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var folder = ExistingParent(sides.Job.Scope.WorkFolder);
        return [.. Compare(folder, await sides.Source.ScalarAsync<long>(DataSize, cancellation), new DriveInfo(folder).AvailableFreeSpace)];
    }

    /// <summary>Compares sizes.</summary>
    internal static IEnumerable<Finding> Compare(string folder, long dataBytes, long freeBytes)
    {
        if (freeBytes >= dataBytes)
            yield break;
        yield return new Finding($"folder {folder}",
            $"{Megabytes(freeBytes)} MB are free and the tables hold {Megabytes(dataBytes)} MB; the dump is compressed, so it may or may not fit",
            "Free space, or let the server keep its work folder on a larger disk",
            IsBlocking: freeBytes < dataBytes / BestCompression);
    }

    private static string ExistingParent(string folder) =>
        Directory.Exists(folder) ? folder : ExistingParent(Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "/");

    private static string Megabytes(long bytes) => (bytes / 1_048_576).ToString(CultureInfo.InvariantCulture);
}

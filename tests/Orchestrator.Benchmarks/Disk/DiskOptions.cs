using System.Globalization;

namespace Orchestrator.Benchmarks.Disk;

/// <summary>How much to measure.</summary>
internal sealed record DiskOptions
{
    public long SizeBytes { get; init; } = 1L << 30;

    public long SparseBytes { get; init; } = 64L << 30;

    public int Rounds { get; init; } = 3;

    public int Parallelism { get; init; } = 8;

    public bool IsJson { get; init; }

    public static DiskOptions Parse(string[] args)
    {
        var defaults = new DiskOptions();
        return new()
        {
            SizeBytes = (Number(args, "--size-mib") << 20) ?? defaults.SizeBytes,
            SparseBytes = (Number(args, "--sparse-gib") << 30) ?? defaults.SparseBytes,
            Rounds = (int?)Number(args, "--rounds") ?? defaults.Rounds,
            Parallelism = (int?)Number(args, "--parallelism") ?? defaults.Parallelism,
            IsJson = args.Contains("--json"),
        };
    }

    private static long? Number(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length
            ? long.Parse(args[index + 1], CultureInfo.InvariantCulture)
            : null;
}

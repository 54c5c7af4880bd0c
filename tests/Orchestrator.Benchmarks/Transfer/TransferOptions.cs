using System.Globalization;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>How much to measure.</summary>
internal sealed record TransferOptions
{
    public long LargeFileBytes { get; init; } = 2L << 30;

    public int SmallFiles { get; init; } = 5_000;

    public int SmallFileBytes { get; init; } = 64 << 10;

    public int Rounds { get; init; } = 3;

    public long MemoryBytes { get; init; } = 64 << 20;

    public int Parallelism { get; init; } = 8;

    public bool IsJson { get; init; }

    public static TransferOptions Parse(string[] args)
    {
        var defaults = new TransferOptions();
        return new()
        {
            LargeFileBytes = (Number(args, "--size-mib") << 20) ?? defaults.LargeFileBytes,
            SmallFiles = (int?)Number(args, "--files") ?? defaults.SmallFiles,
            Rounds = (int?)Number(args, "--rounds") ?? defaults.Rounds,
            MemoryBytes = (Number(args, "--memory-mib") << 20) ?? defaults.MemoryBytes,
            Parallelism = (int?)Number(args, "--parallelism") ?? defaults.Parallelism,
            IsJson = args.Contains("--json"),
        };
    }

    private static long? Number(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length
            ? long.Parse(args[index + 1], CultureInfo.InvariantCulture)
            : null;
}

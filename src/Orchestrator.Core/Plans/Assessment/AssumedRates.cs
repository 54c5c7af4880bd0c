using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans.Assessment;

/// <summary>What the steps of an offline migration take where nothing was measured: careful figures for one machine and a 1 Gbit/s network.</summary>
internal static class AssumedRates
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>The steps between the first moment of downtime and the last, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } =
        ["hold", "stop", "backup", "provision", "transfer", "restore", "validate", "start", "check", "redirect"];

    /// <summary>Estimates a step.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="size">How much there is to move.</param>
    /// <returns>How long it may take.</returns>
    public static TimeSpan Estimate(string step, DataSize size) => step switch
    {
        "backup" => Moving(size, mebibytesPerSecond: 50, objectsPerSecond: 100_000),
        "transfer" => Moving(size, mebibytesPerSecond: 25, objectsPerSecond: 100_000),
        "restore" => Moving(size, mebibytesPerSecond: 25, objectsPerSecond: 50_000),
        "validate" => Moving(size, mebibytesPerSecond: 100, objectsPerSecond: 200_000),
        "stop" or "start" => TimeSpan.FromSeconds(30),
        "provision" or "check" => TimeSpan.FromSeconds(10),
        _ => TimeSpan.FromSeconds(1),
    };

    private static TimeSpan Moving(DataSize size, double mebibytesPerSecond, double objectsPerSecond) =>
        TimeSpan.FromSeconds(Math.Ceiling(1 + Math.Max(size.SizeBytes / Mebibyte / mebibytesPerSecond, size.ObjectCount / objectsPerSecond)));
}

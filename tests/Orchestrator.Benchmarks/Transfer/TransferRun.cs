namespace Orchestrator.Benchmarks.Transfer;

/// <summary>One transfer: the whole life of a process.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakMegabytes">The most memory it held.</param>
internal sealed record TransferRun(double Seconds, double PeakMegabytes);

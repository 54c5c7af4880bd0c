namespace Orchestrator.Benchmarks.Engine;

internal sealed record WaitingResult(int Instances, double StartsPerSecond, double ResidentMegabytes, double WakeP50Milliseconds, double WakeP99Milliseconds);

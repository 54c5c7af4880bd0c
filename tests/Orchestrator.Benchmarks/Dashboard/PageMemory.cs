namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>Megabytes: what scripts hold, and what the whole process of the page does.</summary>
internal sealed record PageMemory(double HeapMegabytes, double ProcessMegabytes);

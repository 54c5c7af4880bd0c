namespace Orchestrator.Benchmarks.Engine;

internal sealed record StepsResult(string Scenario, double ActivitiesPerSecond, double StepP50Milliseconds, double StepP99Milliseconds, double ResidentMegabytes);

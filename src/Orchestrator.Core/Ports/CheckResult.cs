namespace Orchestrator.Core.Ports;

/// <summary>What a check saw.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="IsPassed">Whether it holds.</param>
/// <param name="Observed">What was seen, in one sentence without secrets.</param>
public sealed record CheckResult(string Name, bool IsPassed, string Observed);

namespace Orchestrator.Benchmarks.Online;

/// <summary>What a command took.</summary>
/// <param name="Milliseconds">By part.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record WorkerAnswer(IReadOnlyDictionary<string, double> Milliseconds, string? Error);

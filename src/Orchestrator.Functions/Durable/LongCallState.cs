namespace Orchestrator.Functions.Durable;

/// <summary>What the ledger knows of an activity that outlasts its function call.</summary>
/// <param name="Instance">Which instance works on it.</param>
/// <param name="At">When that instance last said so.</param>
/// <param name="Answer">What came out, when it has ended.</param>
internal sealed record LongCallState(string Instance, DateTimeOffset At, ActivityAnswer? Answer);

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>How long a migration has waited because Azure asked it to.</summary>
/// <param name="Waited">All waits together.</param>
/// <param name="Times">How many there were.</param>
internal sealed record WaitTally(TimeSpan Waited, int Times);

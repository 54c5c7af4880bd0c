namespace Orchestrator.Core.Ports;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The beginning of what it wrote to standard output. May hold secrets.</param>
/// <param name="ErrorOutput">The end of what it wrote to standard error. May hold secrets.</param>
public sealed record CommandOutcome(int ExitCode, string Output, string ErrorOutput);

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output: the first MiB. May hold secrets.</param>
/// <param name="ErrorOutput">What it wrote to standard error: the last 256 KiB. May hold secrets.</param>
internal sealed record CommandResult(int ExitCode, string Output, string ErrorOutput);

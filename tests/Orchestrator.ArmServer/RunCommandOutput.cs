namespace Orchestrator.Testing.Arm;

/// <summary>What a script said.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record RunCommandOutput(int ExitCode, string Output, string Error = "");

namespace Orchestrator.Functions.Durable;

/// <summary>An activity or orchestration failed; its message survives the runtime. See <see cref="Failures"/>.</summary>
/// <param name="message">What happened, and the facts behind it.</param>
/// <param name="inner">The error itself, for the log of this worker.</param>
internal sealed class FunctionFailedException(string message, Exception? inner) : Exception(message, inner);

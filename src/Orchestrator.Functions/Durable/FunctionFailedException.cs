namespace Orchestrator.Functions.Durable;

/// <summary>An activity or orchestration failed; its message survives the runtime. It has no cause: that would be stored and shown as it is.</summary>
/// <param name="message">What happened, and the facts behind it; see <see cref="Failures"/>.</param>
internal sealed class FunctionFailedException(string message) : Exception(message);

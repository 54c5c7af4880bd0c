namespace Orchestrator.Live;

/// <summary>A variable is missing or wrong.</summary>
/// <param name="message">Which, and what to do.</param>
public sealed class LiveSettingException(string message) : Exception(message);

namespace Orchestrator.Engine.Sqlite;

/// <summary>Whether the engine can store what happens.</summary>
/// <param name="IsHealthy">Whether the last write succeeded.</param>
/// <param name="Problem">What is wrong; <see langword="null"/> when healthy.</param>
public sealed record EngineHealth(bool IsHealthy, string? Problem);

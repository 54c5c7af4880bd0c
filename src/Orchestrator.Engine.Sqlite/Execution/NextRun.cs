namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>What a run that continues as new hands to the next.</summary>
internal sealed record NextRun(string? InputJson, bool KeepEvents);

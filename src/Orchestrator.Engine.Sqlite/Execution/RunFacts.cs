namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>What a run of an orchestration is told about itself.</summary>
internal sealed record RunFacts(string InstanceId, string Name, string Version, int Run, string? InputJson);

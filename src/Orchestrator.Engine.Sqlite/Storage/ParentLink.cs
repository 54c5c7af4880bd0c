namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Who started a child and which of its actions that was.</summary>
internal sealed record ParentLink(long Key, string InstanceId, int Run, int TaskId);

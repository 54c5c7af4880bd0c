namespace Orchestrator.Api.Migrations;

/// <summary>Why to go back, and whether writes that only the target has may be left behind.</summary>
internal sealed record RollbackBody(string? Comment = null, bool AcceptLoss = false);

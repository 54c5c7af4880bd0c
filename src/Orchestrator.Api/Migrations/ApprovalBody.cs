namespace Orchestrator.Api.Migrations;

/// <summary>A decision at a gate. Who decides comes from the key.</summary>
internal sealed record ApprovalBody(ApprovalDecision Decision, string? Comment = null, string? EvidenceHash = null);

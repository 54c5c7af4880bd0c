namespace Orchestrator.Api.Migrations;

/// <summary>Why something is asked for.</summary>
internal sealed record CommentBody(string? Comment = null);

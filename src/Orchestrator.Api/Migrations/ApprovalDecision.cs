namespace Orchestrator.Api.Migrations;

/// <summary>Whether a gate may open.</summary>
internal enum ApprovalDecision
{
    /// <summary>It may.</summary>
    Approve,

    /// <summary>It may not: the migration is rolled back.</summary>
    Reject,
}

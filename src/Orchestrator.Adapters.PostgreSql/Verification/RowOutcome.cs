namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>What a comparison of rows found.</summary>
/// <param name="Equal">The rows that are the same on both sides.</param>
/// <param name="OnLeader">What the leader has of the others.</param>
/// <param name="OnFollower">What the follower has of the others.</param>
internal readonly record struct RowOutcome(RowSums Equal, RowSums OnLeader, RowSums OnFollower);

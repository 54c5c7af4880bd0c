namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>A replication slot of ours.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RetainedBytes">How much log the server keeps for it.</param>
/// <param name="WalStatus">What the server says of that log: <c>reserved</c>, <c>extended</c>, <c>unreserved</c>, <c>lost</c>.</param>
/// <param name="IsInvalid">Whether nothing can be read from it any more.</param>
internal sealed record SlotState(string Name, long RetainedBytes, string WalStatus, bool IsInvalid);

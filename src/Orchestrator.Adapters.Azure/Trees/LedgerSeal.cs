namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>What a ledger says in all. Written last: without it the ledger is not complete.</summary>
/// <param name="FileCount">How many files it names.</param>
/// <param name="SizeBytes">Their size.</param>
/// <param name="Sha256">The checksum over all its lines in their order.</param>
internal sealed record LedgerSeal(long FileCount, long SizeBytes, string Sha256);

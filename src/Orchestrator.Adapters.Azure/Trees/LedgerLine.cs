namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>A file of a tree.</summary>
/// <param name="Path">Its path below the top, with slashes.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">The hash of its content, in lower-case hex.</param>
internal sealed record LedgerLine(string Path, long SizeBytes, string Sha256);

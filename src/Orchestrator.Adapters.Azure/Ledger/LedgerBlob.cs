using Azure;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>A blob as it was read or written.</summary>
/// <param name="Text">Its content.</param>
/// <param name="SizeBytes">The size of its content.</param>
/// <param name="ETag">Changes with every write.</param>
internal sealed record LedgerBlob(string Text, long SizeBytes, ETag ETag);

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A blob as the store lists it.</summary>
/// <param name="SizeBytes">Its committed size; 0 when only blocks of it were sent.</param>
/// <param name="Sha256">The hash that was committed with it; <see langword="null"/> when it is not ours or not committed.</param>
internal sealed record StoredBlob(long SizeBytes, string? Sha256);

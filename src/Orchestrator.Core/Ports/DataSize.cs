namespace Orchestrator.Core.Ports;

/// <summary>How much data there is.</summary>
/// <param name="SizeBytes">Its size in bytes.</param>
/// <param name="ObjectCount">How many rows or files it has.</param>
public sealed record DataSize(long SizeBytes, long ObjectCount);

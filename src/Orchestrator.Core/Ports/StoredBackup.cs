namespace Orchestrator.Core.Ports;

/// <summary>A complete backup in a store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it is, without secrets, for people: a URL or a path.</param>
/// <param name="SizeBytes">The size of all files.</param>
/// <param name="FileCount">How many files it has.</param>
/// <param name="ManifestSha256">The hash of its manifest, which names every file with size and SHA-256.</param>
/// <param name="StoredAt">When it was committed.</param>
public sealed record StoredBackup(
    string Name, string Location, long SizeBytes, int FileCount, string ManifestSha256, DateTimeOffset StoredAt);

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>The files that are to travel, as they were hashed.</summary>
/// <param name="Files">The files, ordered by path.</param>
internal sealed record DeviceList(IReadOnlyList<DeviceFile> Files);

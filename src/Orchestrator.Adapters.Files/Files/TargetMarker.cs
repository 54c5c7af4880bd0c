using System.Text.Json;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>What stands beside a target and says which migration made it. Beside and not inside, where users would see it.</summary>
internal sealed record TargetMarker
{
    public required string MigrationId { get; init; }

    public required TargetOrigin Origin { get; init; }

    /// <summary>The permissions that a taken-over folder had.</summary>
    public uint Mode { get; init; }

    /// <summary>The user that owned a taken-over folder.</summary>
    public uint User { get; init; }

    /// <summary>The group that owned a taken-over folder.</summary>
    public uint Group { get; init; }

    /// <summary>Notes what a folder was like before it was taken over.</summary>
    internal static TargetMarker OfExisting(string migrationId, FileStatus status) => new()
    {
        MigrationId = migrationId,
        Origin = TargetOrigin.Existing,
        Mode = status.Mode,
        User = status.User,
        Group = status.Group,
    };

    /// <summary>Reads a marker; <see langword="null"/> when there is none.</summary>
    internal static TargetMarker? Find(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<TargetMarker>(File.ReadAllBytes(path), DurableJson.Options) : null;

    /// <summary>Writes the marker so that it survives a power failure.</summary>
    internal void Write(string path) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options));
}

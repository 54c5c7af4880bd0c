using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>What a stored backup consists of. Written last: without it nothing is stored.</summary>
internal sealed record FolderManifest
{
    public required string Name { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    public required IReadOnlyList<FolderFile> Files { get; init; }

    internal static FolderManifest? Find(string path) => File.Exists(path) ? Parse(path) : null;

    /// <summary>Commits the backup.</summary>
    internal void Write(string path) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options));

    /// <summary>What to tell of the backup.</summary>
    internal StoredBackup Describe(string location) => new(
        Name, location, Files.Sum(file => file.SizeBytes), Files.Count,
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options))), StoredAt);

    private static FolderManifest Parse(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<FolderManifest>(File.ReadAllBytes(path), DurableJson.Options);
            return manifest is not null && manifest.Files.All(file => RelativePath.IsSafe(file.Path)) ? manifest : throw Damaged(path);
        }
        catch (JsonException)
        {
            throw Damaged(path);
        }
    }

    private static AdapterException Damaged(string path) => new(
        "the list of its files cannot be read", $"stored backup '{path}'",
        "Restore the file from a copy of the store, or take the backup again", isTransient: false);
}

using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>What makes a folder a complete backup.</summary>
internal sealed record BackupSeal
{
    private const string CurrentFormat = "orchestrator-files-1";

    public string Format { get; init; } = CurrentFormat;

    /// <summary>The size of the tree's files, holes included.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>How many files, links and pipes the tree has.</summary>
    public required long ObjectCount { get; init; }

    /// <summary>How many files a rehearsal's source changed while they were read.</summary>
    public required long ChangedWhileRead { get; init; }

    /// <summary>SHA-256 of the manifest.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Reads and checks a backup's seal and manifest.</summary>
    /// <exception cref="AdapterException">There is no complete, undamaged backup.</exception>
    internal static BackupSeal Read(string folder)
    {
        var path = Path.Combine(folder, PackFiles.Seal);
        if (!File.Exists(path)) throw Damaged(folder, "it holds no complete backup of files");
        var seal = Parse(folder, path);
        if (seal.Format != CurrentFormat) throw Damaged(folder, $"its format '{seal.Format}' is not known to this version");
        using var manifest = File.OpenRead(Path.Combine(folder, PackFiles.Manifest));
        if (Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(manifest)) != seal.ManifestSha256)
            throw Damaged(folder, "its manifest is not the one that was written");
        return seal;
    }

    /// <summary>The error of a backup that cannot be used.</summary>
    internal static AdapterException Damaged(string folder, string problem) => new(
        problem, $"backup in '{folder}'", "Fetch the backup from its store again, or retry from the step that takes the backup", isTransient: false);

    /// <summary>Commits a backup: the seal appears whole or not at all.</summary>
    internal void Write(string folder) => DurableFile.Write(Path.Combine(folder, PackFiles.Seal), JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options));

    private static BackupSeal Parse(string folder, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupSeal>(File.ReadAllBytes(path), DurableJson.Options)!;
        }
        catch (JsonException)
        {
            throw Damaged(folder, "its seal cannot be read");
        }
    }
}

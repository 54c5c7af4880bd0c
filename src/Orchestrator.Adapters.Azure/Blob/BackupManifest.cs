using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// Names every file of a backup. Written last: a backup is stored when its manifest is. The same files give the same
/// bytes, so that storing a backup again can tell that nothing changed.
/// </summary>
/// <param name="Format">Says whose manifest it is: <see cref="CurrentFormat"/>.</param>
/// <param name="Name">The backup's name.</param>
/// <param name="Files">The files, ordered by path.</param>
internal sealed record BackupManifest(string Format, string Name, IReadOnlyList<ManifestFile> Files)
{
    /// <summary>The format that this version writes and reads.</summary>
    public const string CurrentFormat = "orchestrator-backup/1";

    /// <summary>The size of all files.</summary>
    /// <returns>The size in bytes.</returns>
    public long TotalBytes() => Files.Sum(file => file.SizeBytes);

    /// <summary>Writes it.</summary>
    /// <returns>UTF-8 JSON.</returns>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options);

    /// <summary>Reads one and checks that it is ours and harmless.</summary>
    /// <param name="bytes">UTF-8 JSON.</param>
    /// <param name="name">The backup that it must be for.</param>
    /// <returns>The manifest, or <see langword="null"/> when it is something else.</returns>
    public static BackupManifest? TryRead(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(bytes, DurableJson.Options);
            return manifest is { Format: CurrentFormat, Files: not null } && manifest.Name == name && IsSound(manifest.Files) ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Hashes content.</summary>
    /// <param name="bytes">The content.</param>
    /// <returns>Lower-case hex.</returns>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static bool IsSound(IReadOnlyList<ManifestFile> files)
    {
        var paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return paths.Count == files.Count && files.All(file => IsSafe(file, paths));
    }

    // A manifest comes from outside: none of its paths may leave the folder, nor run through another file.
    private static bool IsSafe(ManifestFile file, HashSet<string> paths)
    {
        var segments = file.Path.Split('/');
        var isPlain = segments.All(segment => segment is not ("" or "." or "..") && !segment.Contains('\0'))
            && (Path.DirectorySeparatorChar == '/' || !file.Path.AsSpan().ContainsAny('\\', ':'));
        return isPlain
            && file is { SizeBytes: >= 0, OffsetBytes: >= 0, Sha256.Length: 64 }
            && file.SizeBytes == 0 == (file.Blob is null)
            && !Parents(file.Path).Any(paths.Contains);
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }
}

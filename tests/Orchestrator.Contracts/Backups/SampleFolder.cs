using System.Security.Cryptography;
using Xunit;

namespace Orchestrator.Contracts.Backups;

/// <summary>A temporary folder with files of random but repeatable content.</summary>
public sealed class SampleFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("orchestrator-sample-").FullName;

    /// <summary>The size of all files in bytes.</summary>
    public long SizeBytes => Files().Sum(file => new FileInfo(Path.Combine(FullPath, file)).Length);

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its path in the folder, with slashes.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="seed">The same seed gives the same content.</param>
    /// <returns>The folder.</returns>
    public SampleFolder With(string path, int sizeBytes, int seed = 1)
    {
        var full = Path.Combine(FullPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var content = new byte[sizeBytes];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(full, content);
        return this;
    }

    /// <summary>Changes one byte of a file.</summary>
    /// <param name="path">Its path in the folder.</param>
    /// <param name="offset">Which byte.</param>
    public void Flip(string path, int offset)
    {
        using var file = new FileStream(Path.Combine(FullPath, path), FileMode.Open);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)~value);
    }

    /// <summary>Asserts that another folder holds the same files, and no others, nor empty folders.</summary>
    /// <param name="folder">The other folder.</param>
    public void AssertSameAs(string folder)
    {
        Assert.Equal(Content(FullPath), Content(folder));
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories),
            child => !Directory.EnumerateFileSystemEntries(child).Any());
    }

    /// <summary>The files' paths in the folder, ordered.</summary>
    /// <returns>The paths.</returns>
    public IReadOnlyList<string> Files() => [.. Content(FullPath).Keys];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    private static SortedDictionary<string, string> Content(string folder)
    {
        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            content[Path.GetRelativePath(folder, file)] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        return content;
    }
}

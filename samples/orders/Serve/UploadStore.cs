using System.Globalization;
using System.Security.Cryptography;

namespace Orders.Serve;

/// <summary>Uploaded files, one folder an order.</summary>
internal sealed class UploadStore(string folder)
{
    // Files that are being written start with a dot, so uploads must not.
    private const char Hidden = '.';

    public bool IsThere => Directory.Exists(folder);

    /// <summary>Whether a name is a plain file name; anything else could lead out of the folder.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 200 && name[0] != Hidden && !name.Contains('\0') && Path.GetFileName(name) == name;

    /// <summary>Stores a file, whole or not at all. On return its content is on the disk and it survives a kill.</summary>
    public async Task<StoredUpload> StoreAsync(long orderId, string name, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(orderId, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{Hidden}{Guid.NewGuid():N}");
        try
        {
            var stored = await WriteAsync(temporary, name, content, cancellation);
            File.Move(temporary, path, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public IEnumerable<string> List(long orderId)
    {
        var path = PathOf(orderId, "");
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)).Where(IsValid).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The path of a file; null when there is none.</summary>
    public string? Find(long orderId, string name) =>
        IsValid(name) && File.Exists(PathOf(orderId, name)) ? Path.GetFullPath(PathOf(orderId, name)) : null;

    private string PathOf(long orderId, string name) => Path.Combine(folder, orderId.ToString(CultureInfo.InvariantCulture), name);

    private static async Task<StoredUpload> WriteAsync(string path, string name, Stream content, CancellationToken cancellation)
    {
        using var sha256 = SHA256.Create();
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        await content.CopyToAsync(file, cancellation);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return new StoredUpload(name, file.Length, Convert.ToHexStringLower(await sha256.ComputeHashAsync(file, cancellation)));
    }
}

using System.Security.Cryptography;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>
/// Copies files to a device. Each is whole or not there: it is written under another name, hashed on the way, flushed and
/// renamed. What an earlier run has copied is read again and kept when its hash is right.
/// </summary>
/// <param name="folder">The folder of the backup on the device.</param>
/// <param name="progress">Takes progress.</param>
internal sealed class DeviceCopy(string folder, ProgressMeter progress)
{
    private const int BufferBytes = 1 << 20;
    private const string Unfinished = ".orchestrator-unfinished";

    /// <summary>Hashes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="known">What is known of it from an earlier run.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The file with its hashes.</returns>
    public static async Task<DeviceFile> HashAsync(LocalFile file, DeviceFile? known, CancellationToken cancellation)
    {
        var modified = File.GetLastWriteTimeUtc(file.FullPath).Ticks;
        if (known is not null && known.SizeBytes == file.SizeBytes && known.ModifiedTicks == modified)
            return known;
        var (sha256, md5) = await ReadAsync(file.FullPath, (_, _) => ValueTask.CompletedTask, cancellation);
        return new(file.Path, file.SizeBytes, modified, sha256, md5);
    }

    /// <summary>Copies files; empty ones need no content.</summary>
    /// <param name="source">The backed-up folder.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when all of them are on the device.</returns>
    public async Task RunAsync(string source, IReadOnlyList<DeviceFile> files, CancellationToken cancellation)
    {
        RemoveStrays([.. files.Select(file => Path.Combine(folder, DeviceNames.Of(file.Path)))]);
        foreach (var file in files.Where(file => file.SizeBytes > 0))
        {
            var target = Path.Combine(folder, DeviceNames.Of(file.Path));
            if (!await IsThereAsync(target, file, cancellation))
                await CopyAsync(Path.Combine(source, file.Path), target, file, cancellation);
            progress.Add(file.SizeBytes);
        }
    }

    // Of an earlier run with other files: they would travel as well.
    private void RemoveStrays(HashSet<string> wanted)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var stray in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(file)).ToList())
            File.Delete(stray);
    }

    private static async Task<bool> IsThereAsync(string target, DeviceFile file, CancellationToken cancellation) =>
        File.Exists(target) && new FileInfo(target).Length == file.SizeBytes
        && (await ReadAsync(target, (_, _) => ValueTask.CompletedTask, cancellation)).Sha256 == file.Sha256;

    private static async Task CopyAsync(string source, string target, DeviceFile file, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $"{BackupManifest.HashOf(System.Text.Encoding.UTF8.GetBytes(target))[..16]}{Unfinished}");
        await using (var written = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
        {
            var (sha256, _) = await ReadAsync(source, (bytes, stop) => written.WriteAsync(bytes, stop), cancellation);
            if (sha256 != file.Sha256)
                throw new AdapterException("it changes while it is copied", $"'{file.Path}'", "Find out who writes to the backup's folder; then retry the step", isTransient: true);
            written.Flush(flushToDisk: true);
        }

        File.Move(draft, target, overwrite: true);
    }

    private static async Task<(string Sha256, string Md5)> ReadAsync(string path, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
#pragma warning disable CA5351 // not for secrecy: it is the only hash that Azure notes of a blob
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            sha256.AppendData(buffer, 0, count);
            md5.AppendData(buffer, 0, count);
            await take(buffer.AsMemory(0, count), cancellation);
        }

        return (Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToBase64String(md5.GetHashAndReset()));
    }
}

using System.Diagnostics;
using System.Globalization;
using Orchestrator.Contracts.Data;

namespace Orchestrator.Demo.Machines;

/// <summary>Makes the disk of a server as a fixed VHD with holes: an ext4 file system with documents, where its tools are installed.</summary>
internal static class SampleDisk
{
    private const int DocumentBytes = 256 << 10;
    private const int PagesBetweenContent = 24;

    // Where tools for file systems lie is not on everybody's path.
    private static readonly string[] ToolFolders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"];

    /// <summary>Makes one.</summary>
    /// <param name="path">The VHD.</param>
    /// <param name="diskBytes">The length of the disk, a whole number of pages of 4 MiB.</param>
    /// <param name="documents">How many documents of 256 KiB are on it.</param>
    /// <returns>What is on it, in words.</returns>
    public static async Task<string> MakeAsync(string path, long diskBytes, int documents)
    {
        if (FindTool("mkfs.ext4") is not { } makeFileSystem)
        {
            SampleVhd.Create(path, diskBytes, Enumerable.Range(0, (int)(diskBytes / SampleVhd.PageBytes)).Where(page => page % PagesBetweenContent == 0));
            return "pages of bytes, since there is no mkfs.ext4";
        }

        var content = Write(Path.Combine(Path.GetDirectoryName(path)!, "documents"), documents);
        await using (var file = new FileStream(path, FileMode.CreateNew))
            file.SetLength(diskBytes);
        await RunToolAsync(makeFileSystem, "-q", "-F", "-L", "archive", "-d", content, path);
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = diskBytes;
            await file.WriteAsync(SampleVhd.Footer(diskBytes));
        }

        Directory.Delete(content, recursive: true);
        return string.Create(CultureInfo.InvariantCulture, $"an ext4 file system with {documents} documents, {(long)documents * DocumentBytes:N0} bytes");
    }

    /// <summary>Checks the file system on a disk thoroughly, without changing it.</summary>
    /// <param name="path">The disk, a VHD or not.</param>
    /// <returns>What <c>e2fsck</c> says of it; <see langword="null"/> when there is none to be checked, or no tool.</returns>
    /// <exception cref="InvalidOperationException">It is damaged.</exception>
    public static async Task<string?> CheckFileSystemAsync(string path) =>
        FindTool("mkfs.ext4") is not null && FindTool("e2fsck") is { } check ? (await RunToolAsync(check, "-f", "-n", path)).Split('\n').Last(line => line.Contains(" files ", StringComparison.Ordinal)) : null;

    private static string? FindTool(string name) => ToolFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static async Task<string> RunToolAsync(string tool, params string[] arguments)
    {
        var (exitCode, output) = await Programs.RunAsync(new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true });
        return exitCode == 0 ? output : throw new InvalidOperationException($"{tool} failed: {output}");
    }

    private static string Write(string folder, int documents)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        var content = new byte[DocumentBytes];
        for (var number = 1; number <= documents; number++)
        {
            random.NextBytes(content);
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"document-{number:0000}.bin")), content);
        }

        return folder;
    }
}

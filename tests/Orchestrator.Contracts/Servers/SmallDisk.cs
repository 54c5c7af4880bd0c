using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Contracts.Servers;

/// <summary>A small tmpfs. Mounting needs root, or a mount namespace; machines that run these tests are root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly bool _isMounted;

    private SmallDisk(string folder, bool isMounted)
    {
        Folder = folder;
        _isMounted = isMounted;
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>Mounts one that belongs to the user who runs PostgreSQL.</summary>
    /// <param name="sizeMegabytes">Its size.</param>
    /// <param name="isReadOnly">Whether nothing can be written to it.</param>
    /// <returns>The disk; dispose it to unmount it.</returns>
    public static async Task<SmallDisk> MountAsync(int sizeMegabytes, bool isReadOnly = false)
    {
        var folder = Directory.CreateTempSubdirectory("small-disk-").FullName;
        var size = sizeMegabytes.ToString(CultureInfo.InvariantCulture);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"{(isReadOnly ? "ro" : "rw")},size={size}m,mode=0700,uid={await RunAsync("id", "-u", PostgreSqlServer.User)}", "tmpfs", folder);
        return new SmallDisk(folder, isMounted: true);
    }

    /// <summary>Gives it more room while it is in use.</summary>
    /// <param name="sizeMegabytes">Its new size.</param>
    /// <returns>A task that completes when there is more room.</returns>
    public Task GrowAsync(int sizeMegabytes) => RunAsync("mount", "-o", $"remount,size={sizeMegabytes.ToString(CultureInfo.InvariantCulture)}m", Folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isMounted)
            RunAsync("umount", "-l", Folder).GetAwaiter().GetResult();
        Directory.Delete(Folder);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{program} failed: {errors}");
    }
}

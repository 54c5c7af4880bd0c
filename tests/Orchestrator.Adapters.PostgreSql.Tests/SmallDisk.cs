using System.Diagnostics;
using System.Globalization;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Adapters.PostgreSql.Tests;

/// <summary>A small tmpfs. Mounting needs root, or a mount namespace; machines that run these tests are root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly bool _isMounted;

    private SmallDisk(string folder, bool isMounted)
    {
        Folder = folder;
        _isMounted = isMounted;
    }

    public string Folder { get; }

    public static async Task<SmallDisk> MountAsync(int sizeMegabytes)
    {
        var folder = Directory.CreateTempSubdirectory("small-disk-").FullName;
        var size = sizeMegabytes.ToString(CultureInfo.InvariantCulture);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}m,mode=0700,uid={await RunAsync("id", "-u", PostgreSqlServer.User)}", "tmpfs", folder);
        return new SmallDisk(folder, isMounted: true);
    }

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

using System.Diagnostics;
using System.Text.Json;

namespace Orchestrator.Contracts.Servers;

/// <summary>
/// The folder with the blob emulator: that in <c>ORCHESTRATOR_AZURITE</c>, used as it is, or <c>.orchestrator/azurite</c>
/// in the repository, which is filled from <c>eng/azurite</c> when it is missing or of another version.
/// </summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(8);

    /// <summary>The script that starts the blob service.</summary>
    public static async Task<string> FindScriptAsync(CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_AZURITE") is { Length: > 0 } existing)
            return ScriptIn(existing);
        var folder = Path.Combine(RepositoryRoot(), ".orchestrator", "azurite");
        if (!IsComplete(folder))
            await InstallAsync(folder, cancellation);
        return ScriptIn(folder);
    }

    private static string ScriptIn(string folder) =>
        Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");

    private static async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(InstallTimeout);
        // Test projects run side by side: one installs, the others wait for it.
        await using var turn = await TakeTurnAsync(folder + ".lock", patience.Token);
        if (IsComplete(folder))
            return;
        foreach (var file in Directory.GetFiles(SourceFolder()))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        await RunNpmAsync(folder, patience.Token);
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancellation)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync(cancellation);
        var errors = npm.StandardError.ReadToEndAsync(cancellation);
        await npm.WaitForExitAsync(cancellation);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"'npm ci --prefix {folder}' failed: {await errors}{await output}");
    }

    // npm writes this file last, so an installation that was killed half way is not taken for a complete one.
    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
        && InstalledVersion(folder) == PinnedVersion();

    private static string? InstalledVersion(string folder)
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "node_modules", "azurite", "package.json")));
        return package.RootElement.GetProperty("version").GetString();
    }

    private static string? PinnedVersion()
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SourceFolder(), "package.json")));
        return package.RootElement.GetProperty("dependencies").GetProperty("azurite").GetString();
    }

    private static async Task<FileStream> TakeTurnAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Somebody else holds the file for as long as it installs.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
            }
        }
    }

    private static string SourceFolder() => Path.Combine(RepositoryRoot(), "eng", "azurite");

    private static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Orchestrator.sln")))
                return folder;
        }

        throw new InvalidOperationException($"No Orchestrator.sln above {AppContext.BaseDirectory}: run from a build inside of the repository.");
    }
}

using System.Diagnostics;

namespace Orchestrator.Testing.Arm;

/// <summary>The validator in <c>.orchestrator/oav</c>, which <c>need_oav</c> of <c>eng/setup.sh</c> installs.</summary>
internal static class OavInstallation
{
    /// <summary>The folder with the validator's modules, filled first when that is needed.</summary>
    public static async Task<string> FindAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(ArmDescriptions.RepositoryRoot(), ".orchestrator", "oav");
        Directory.CreateDirectory(folder);
        // Test projects run side by side: one installs, the others wait for it.
        await using var turn = await TakeTurnAsync(folder + ".lock", cancellation);
        using var setup = Process.Start(new ProcessStartInfo("bash", ["-c", ". eng/setup.sh; need_oav"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ArmDescriptions.RepositoryRoot(),
        })!;
        var output = setup.StandardOutput.ReadToEndAsync(cancellation);
        var errors = setup.StandardError.ReadToEndAsync(cancellation);
        await setup.WaitForExitAsync(cancellation);
        if (setup.ExitCode != 0)
            throw new InvalidOperationException($"The validator could not be installed: {await errors}{await output}");
        return Path.Combine(folder, "node_modules");
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
}

using System.Diagnostics;

namespace Orchestrator.Demo;

/// <summary>The programs that stand beside this one: the orchestrator and the demo workload.</summary>
internal static class Programs
{
    /// <summary>The .NET host that runs them.</summary>
    public static string DotNet { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path
        : FindOnPath("dotnet");

    /// <summary>The path of one of them.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.dll");

    /// <summary>Prepares to run one of them.</summary>
    public static ProcessStartInfo Prepare(string name, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet, [PathOf(name), .. arguments]) { RedirectStandardInput = true };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return start;
    }

    /// <summary>Runs one of them to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed and that is not expected.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, CancellationToken cancellation = default)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }

    private static string FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"{program} is not on the PATH.");
}

using System.Diagnostics;
using Orchestrator.Contracts.Data;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>Runs <see cref="Victim"/> in a process of its own.</summary>
internal static class VictimProcess
{
    private static string Program => typeof(Victim).Assembly.Location;

    private static string Host => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Starts a step and kills it like kill -9 when it has reported its progress so many times, unless it ends before.</summary>
    public static async Task KillAsync(Workbench bench, string step, int reports)
    {
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "exec", Program, step, bench.Source, bench.Target, bench.Backup }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        for (var line = 0; line < reports; line++)
        {
            if (await process.StandardOutput.ReadLineAsync(bench.Patience) is null) break;
        }
        process.Kill();
        await process.WaitForExitAsync(bench.Patience);
    }

    /// <summary>Runs a script in which <c>$victim STEP</c> is a step, <c>$1</c> the source, <c>$2</c> the target and <c>$3</c> the backup.</summary>
    public static string Script(Workbench bench, string script) => NastyTree.Shell(
        """
        host=$4 program=$5
        victim() { "$host" exec "$program" "$1" "$source" "$target" "$backup"; }
        source=$1 target=$2 backup=$3
        set -eu
        """ + "\n" + script, bench.Source, bench.Target, bench.Backup, Host, Program);
}

using System.Diagnostics;
using Orchestrator.Benchmarks.Transfer;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Runs other people's programs, connections in the environment and not in the command line.</summary>
internal static class Tools
{
    /// <summary>Prepares a program of PostgreSQL's that talks to one database.</summary>
    public static ProcessStartInfo Prepare(string name, PostgreSqlServer server, string database, string user, params string[] arguments) =>
        new(Path.Combine(PostgreSqlServer.BinFolder, name), arguments)
        {
            Environment =
            {
                ["PGHOST"] = "127.0.0.1",
                ["PGPORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["PGUSER"] = user,
                ["PGPASSWORD"] = server.Password,
                ["PGDATABASE"] = database,
            },
        };

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<TransferRun> RunAsync(ProcessStartInfo start) => TransferProcess.MeasureAsync(start);

    /// <summary>The first line that a program prints.</summary>
    /// <returns><see langword="null"/> when there is no such program.</returns>
    public static async Task<string?> FirstLineAsync(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await errors;
            await process.WaitForExitAsync();
            return output.Split('\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Tools;

/// <summary>Finds <c>pg_dump</c> and <c>pg_restore</c>. A plan cannot name them: a plan that arrives over HTTP must not choose programs.</summary>
internal static partial class ToolFinder
{
    /// <summary>The variable of the server's environment that names a folder to look into first.</summary>
    public const string OverrideVariable = "ORCHESTRATOR_POSTGRESQL_BIN";

    private static readonly Lazy<IReadOnlyList<ToolFolder>> Installed = new(Scan);

    /// <summary>
    /// The oldest installed version that can read a server: a newer <c>pg_dump</c> writes settings that an older target does not know.
    /// </summary>
    public static ToolFolder? Find(int serverMajor) =>
        Installed.Value.Where(folder => folder.Major >= serverMajor).MinBy(folder => folder.Major);

    /// <summary>The same, or an error that says what to install.</summary>
    /// <exception cref="AdapterException">None is installed.</exception>
    public static ToolFolder Get(int serverMajor) => Find(serverMajor) ?? throw new AdapterException(
        "is not installed on this machine", $"pg_dump {serverMajor} or newer", Remedy(serverMajor), isTransient: false);

    /// <summary>What to install.</summary>
    public static string Remedy(int serverMajor) =>
        $"Run apt-get install postgresql-client-{serverMajor}, or set {OverrideVariable} to the folder that holds it";

    private static ToolFolder[] Scan()
    {
        if (Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } chosen)
            return [.. Probe(chosen)];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [.. Packaged("/usr/lib/postgresql").Concat(Packaged("/opt/homebrew/opt")).Concat(Packaged("/usr", "pgsql-*")).Concat(path).SelectMany(Probe)];
    }

    private static IEnumerable<string> Packaged(string root, string pattern = "*") =>
        Directory.Exists(root) ? Directory.GetDirectories(root, pattern).Select(folder => Path.Combine(folder, "bin")) : [];

    private static IEnumerable<ToolFolder> Probe(string folder)
    {
        var candidate = new ToolFolder(folder, 0);
        if (!File.Exists(candidate.Program("pg_dump")) || !File.Exists(candidate.Program("pg_restore")))
            return [];
        using var process = Process.Start(new ProcessStartInfo(candidate.Program("pg_dump"), ["--version"]) { RedirectStandardOutput = true })!;
        var match = Version().Match(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return match.Success ? [candidate with { Major = int.Parse(match.ValueSpan, CultureInfo.InvariantCulture) }] : [];
    }

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex Version();
}

namespace Orchestrator.Adapters.Azure.RunCommand;

/// <summary>
/// Puts a script between lines that give it the step's id and tell how it ended: Run Command itself does not answer an exit
/// code, and says "succeeded" of a PowerShell script that failed.
/// </summary>
internal static class ScriptText
{
    /// <summary>What the last line of output begins with.</summary>
    public const string Marker = "orchestrator-exit=";

    /// <summary>The id of Azure's own command that runs a script.</summary>
    /// <param name="os">What runs in the machine.</param>
    /// <returns>The id.</returns>
    public static string CommandOf(GuestOs os) => os == GuestOs.Windows ? "RunPowerShellScript" : "RunShellScript";

    /// <summary>Makes the lines that are sent.</summary>
    /// <param name="script">The script.</param>
    /// <param name="operationId">The step's id.</param>
    /// <returns>The lines.</returns>
    public static IEnumerable<string> LinesOf(GuestScript script, string operationId) => script.Os == GuestOs.Windows
        ?
        [
            $"$env:ORCHESTRATOR_OPERATION_ID = '{operationId.Replace("'", "''", StringComparison.Ordinal)}'",
            "$ErrorActionPreference = 'Stop'",
            "$global:LASTEXITCODE = 0",
            "& {",
            .. script.Lines,
            "}",
            $"Write-Output \"{Marker}$LASTEXITCODE\"",
        ]
        :
        [
            $"export ORCHESTRATOR_OPERATION_ID='{operationId.Replace("'", @"'\''", StringComparison.Ordinal)}'",
            "(", // an exit ends the script and not the line that tells of it
            "set -e",
            .. script.Lines,
            ")",
            "code=$?",
            $"echo; echo \"{Marker}$code\"",
            "exit $code",
        ];
}

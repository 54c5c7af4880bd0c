using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>How a machine's agent reports what a script said.</summary>
internal static class RunCommandTexts
{
    public static JsonObject Result(string command, RunCommandOutput output) => new()
    {
        // Windows answers each stream in a status of its own, Linux both in one text.
        ["value"] = command.Contains("PowerShell", StringComparison.OrdinalIgnoreCase)
            ? new JsonArray(
                Status("ComponentStatus/StdOut/succeeded", output.Output),
                Status(output.ExitCode == 0 ? "ComponentStatus/StdErr/succeeded" : "ComponentStatus/StdErr/failed", output.Error))
            : new JsonArray(Status(
                output.ExitCode == 0 ? "ProvisioningState/succeeded" : $"ProvisioningState/failed/{output.ExitCode}",
                $"Enable {(output.ExitCode == 0 ? "succeeded" : $"failed: failed to execute command: command terminated with exit status={output.ExitCode}")}: \n[stdout]\n{output.Output}\n[stderr]\n{output.Error}")),
    };

    private static JsonObject Status(string code, string message) => new()
    {
        ["code"] = code,
        ["level"] = code.Contains("failed", StringComparison.Ordinal) ? "Error" : "Info",
        ["displayStatus"] = code.Contains("failed", StringComparison.Ordinal) ? "Provisioning failed" : "Provisioning succeeded",
        ["message"] = message,
    };
}

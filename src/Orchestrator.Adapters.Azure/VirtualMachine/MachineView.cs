using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>What Azure sees of a machine.</summary>
/// <param name="Power">For example <c>running</c>, <c>stopped</c> (in the machine, and paid for), <c>deallocated</c>; <c>unknown</c> when it does not say.</param>
/// <param name="IsAgentReady">Whether the agent in it reports that it is ready.</param>
internal sealed record MachineView(string Power, bool IsAgentReady)
{
    private const string PowerPrefix = "PowerState/";

    /// <summary>Whether it runs, whatever becomes of it.</summary>
    public bool IsRunning => Power == "running";

    /// <summary>Whether nothing of it runs.</summary>
    public bool IsStopped => Power is "stopped" or "deallocated";

    /// <summary>Reads an instance view.</summary>
    /// <param name="view">The view.</param>
    /// <returns>What it tells.</returns>
    public static MachineView Of(JsonElement view) => new(
        Codes(view.Items("statuses")).FirstOrDefault(code => code.StartsWith(PowerPrefix, StringComparison.OrdinalIgnoreCase))?[PowerPrefix.Length..].ToLowerInvariant() ?? "unknown",
        Codes(view.Items("vmAgent", "statuses")).Contains("ProvisioningState/succeeded", StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Codes(IEnumerable<JsonElement> statuses) => statuses.Select(status => status.Text("code") ?? "");
}

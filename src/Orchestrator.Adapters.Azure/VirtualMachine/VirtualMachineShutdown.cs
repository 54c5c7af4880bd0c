using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>How an application is shut down before its machine is.</summary>
internal sealed record VirtualMachineShutdown
{
    /// <summary>The lines of a script that is run in the machine, and that may be run again. Must hold no secret.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Script { get; init; }

    /// <summary>How long it may take before somebody should look into it.</summary>
    /// <value>30 minutes by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>How to see that a machine serves. All that is given has to hold.</summary>
internal sealed record VirtualMachineHealth
{
    /// <summary>The lines of a script that is run in the machine after a start, and ends with 0 when it is healthy.</summary>
    public IReadOnlyList<string> Script { get; init; } = [];

    /// <summary>An address that answers with a 2xx status when it is healthy, asked by the orchestrator. Placeholders are expanded.</summary>
    public string? Url { get; init; }

    /// <summary>A host and port that accepts connections when it is healthy, for example <c>10.1.2.4:5432</c>. Placeholders are expanded.</summary>
    public string? Tcp { get; init; }

    /// <summary>How long it may take from running to healthy.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause between two looks.</summary>
    /// <value>15 seconds by default.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}

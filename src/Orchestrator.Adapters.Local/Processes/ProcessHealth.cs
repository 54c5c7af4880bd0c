namespace Orchestrator.Adapters.Local.Processes;

/// <summary>How to see that a process serves.</summary>
internal sealed record ProcessHealth
{
    /// <summary>An address that answers with a 2xx status when it is healthy. Placeholders are expanded.</summary>
    public string? Url { get; init; }

    /// <summary>A host and port that accepts connections when it is healthy.</summary>
    public string? Tcp { get; init; }

    /// <summary>How long it may take to become healthy.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause between two looks.</summary>
    /// <value>250 milliseconds by default.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);
}

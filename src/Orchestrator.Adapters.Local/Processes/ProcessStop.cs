namespace Orchestrator.Adapters.Local.Processes;

/// <summary>How to stop a process.</summary>
internal sealed record ProcessStop
{
    /// <summary>The signal that asks it to end.</summary>
    /// <value><c>term</c> by default.</value>
    public StopSignal Signal { get; init; } = StopSignal.Term;

    /// <summary>How long it may take to end before it is killed.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(30);
}

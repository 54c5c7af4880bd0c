namespace Orchestrator.Core.Ports;

/// <summary>A command as an adapter wants it run.</summary>
/// <param name="Command">Its name in the host's settings, or the absolute path of one.</param>
/// <param name="Key">Tells it from others of the migration: the same for every run that continues another.</param>
public sealed record CommandRequest(string Command, string Key)
{
    /// <summary>Its arguments. Secrets are refused, because everybody on the machine sees arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables for its environment; from the adapter and not from a plan.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take; it is ended then.</summary>
    /// <value>One day by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets every line that it writes to standard output, as it is written, on one thread at a time.</summary>
    /// <value>None by default.</value>
    public Action<string>? OnLine { get; init; }
}

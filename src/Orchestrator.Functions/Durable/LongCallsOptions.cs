namespace Orchestrator.Functions.Durable;

/// <summary>How activities outlast their function calls.</summary>
internal sealed record LongCallsOptions
{
    /// <summary>How long a function call waits for its activity. An open call keeps the platform from taking the instance away; host.json lets it take as long.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often an instance says that it still works on an activity.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After what silence of an instance another one takes its activity up.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(1);
}

namespace Orchestrator.Testing.Arm;

/// <summary>What an <see cref="ArmServer"/> is started with.</summary>
public sealed record ArmServerOptions
{
    /// <summary>The subscription that exists.</summary>
    public string SubscriptionId { get; init; } = "00000000-0000-4000-8000-000000000001";

    /// <summary>Further subscriptions that exist, for copies from one to another.</summary>
    public IReadOnlyList<string> OtherSubscriptionIds { get; init; } = [];

    /// <summary>The tenant.</summary>
    public string TenantId { get; init; } = "00000000-0000-4000-8000-0000000000ff";

    /// <summary>How often an operation must be looked at until it has ended: its status, its result or its resource. At least 1.</summary>
    public int PollsUntilDone { get; init; } = 2;

    /// <summary>What Retry-After says while an operation goes on, in whole seconds.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many resources a page of a list holds.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The blob service that holds the contents of disks; without one no access to a disk is granted.</summary>
    public string? StorageConnectionString { get; init; }

    /// <summary>The loopback port; 0 for a free one.</summary>
    public int Port { get; init; }
}

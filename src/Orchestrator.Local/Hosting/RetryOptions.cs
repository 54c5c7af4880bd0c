using System.ComponentModel.DataAnnotations;
using Orchestrator.Core.Durability;

namespace Orchestrator.Local.Hosting;

/// <summary>How something that failed is tried again, as settings. A delay is written like <c>00:00:30</c>.</summary>
public sealed class RetryOptions
{
    /// <summary>How many times it is tried in all, the first time included.</summary>
    /// <value>8 by default; 1 to 1,000.</value>
    [Range(1, 1_000)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The delay before the second attempt; each further one is twice as long.</summary>
    /// <value>2 seconds by default; zero to a day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest delay.</summary>
    /// <value>30 seconds by default; zero to a day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal RetryPolicy ToPolicy() => new() { MaxAttempts = MaxAttempts, FirstDelay = FirstDelay, MaxDelay = MaxDelay };
}

using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Engine.Sqlite;

/// <summary>How the embedded engine runs.</summary>
public sealed class SqliteEngineOptions
{
    /// <summary>The hub file. It is made when it does not exist; its folder must exist or be creatable.</summary>
    /// <value><c>hub.db</c> in the current folder by default.</value>
    [Required]
    public string HubPath { get; set; } = "hub.db";

    /// <summary>How many activities run at the same time at most.</summary>
    /// <value>64 by default; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxParallelActivities { get; set; } = 64;

    /// <summary>How many orchestrations run their code at the same time at most. Waiting orchestrations do not count.</summary>
    /// <value>8 by default; 1 to 1,000.</value>
    [Range(1, 1_000)]
    public int MaxParallelOrchestrations { get; set; } = 8;

    /// <summary>How many instances are kept in memory between their steps. Those beyond are replayed from their history when they are needed.</summary>
    /// <value>2,000 by default; 1 to 1,000,000.</value>
    [Range(1, 1_000_000)]
    public int MaxLiveInstances { get; set; } = 2_000;

    /// <summary>How often an activity is delivered before it fails: a bound for one that kills its host every time.</summary>
    /// <value>100 by default; 1 to 1,000,000.</value>
    [Range(1, 1_000_000)]
    public int MaxDeliveries { get; set; } = 100;

    /// <summary>The version of instances that are started without one.</summary>
    /// <value>Empty by default.</value>
    [Required(AllowEmptyStrings = true)]
    public string DefaultVersion { get; set; } = "";

    /// <summary>How long a graceful stop waits for running activities after it has cancelled their tokens.</summary>
    /// <value>30 seconds by default; zero to 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// While a timer is set: how late at most it may fire after the wall clock was set forward. Without timers the
    /// engine does not wake up at all.
    /// </summary>
    /// <value>30 seconds by default; 1 second to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ClockCheckInterval { get; set; } = TimeSpan.FromSeconds(30);
}

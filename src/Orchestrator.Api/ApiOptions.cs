using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Api;

/// <summary>The settings of the HTTP API.</summary>
public sealed class ApiOptions
{
    /// <summary>The file that holds the hashes of the keys.</summary>
    /// <value><c>keys.json</c> in the working folder by default. Required.</value>
    [Required]
    public string KeyFilePath { get; set; } = "keys.json";

    /// <summary>Whether a caller may bring a key of that file.</summary>
    /// <value><see langword="true"/> by default; off in Azure, where Entra knows the callers.</value>
    public bool TakesKeys { get; set; } = true;

    /// <summary>Whether App Service's authentication ("Easy Auth") stands before this host and says who calls.</summary>
    /// <value><see langword="false"/> by default: whoever says so in a header is refused then, since anybody could.</value>
    public bool TrustsEasyAuth { get; set; }

    /// <summary>The longest plan that is taken, in bytes; a longer one is answered with 413.</summary>
    /// <value>1 MiB by default, which is also the most; at least 1 KiB.</value>
    [Range(1024, 1024 * 1024)]
    public int MaxPlanSizeBytes { get; set; } = 1024 * 1024;

    /// <summary>How often the status of a migration that somebody follows is read. All its viewers share one reader.</summary>
    /// <value>300 milliseconds by default; 10 milliseconds to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan EventPollInterval { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a viewer waits at least between two <c>progress</c> events.</summary>
    /// <value>500 milliseconds by default; 10 milliseconds to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a comment is sent to a viewer when there is nothing else to send, so that proxies keep the connection.</summary>
    /// <value>15 seconds by default; 10 milliseconds to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many wrong keys an address may bring in a minute before it is answered with 429 instead of 401.</summary>
    /// <value>30 by default; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int WrongKeysPerMinute { get; set; } = 30;

    /// <summary>How long a readiness check may take before the server counts as not ready.</summary>
    /// <value>5 seconds by default; 10 milliseconds to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ReadinessTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Local.Users;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>Values in a store of App Configuration that lead an application to one side or the other. Requests cannot be held.</summary>
internal sealed record AppConfigurationSettings
{
    /// <summary>The store's endpoint, for example <c>https://orders.azconfig.io</c>.</summary>
    [RegularExpression(@"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$", ErrorMessage = "must be https://STORE.azconfig.io")]
    public required string Endpoint { get; init; }

    /// <summary>The values that change, as one unit and in this order.</summary>
    [Length(1, 100)]
    public required IReadOnlyList<SwitchedValue> Values { get; init; }

    /// <summary>The key that applications watch. It changes last, with every switch.</summary>
    /// <value>None by default.</value>
    public string? Sentinel { get; init; }

    /// <summary>The label of the sentinel.</summary>
    /// <value>No label by default.</value>
    public string? SentinelLabel { get; init; }

    /// <summary>How long applications take to see a change: their refresh interval.</summary>
    /// <value>30 seconds by default; up to a day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A page that users reach, to confirm the side that the application works with.</summary>
    /// <value>None by default.</value>
    public UserVisitSettings? Address { get; init; }
}

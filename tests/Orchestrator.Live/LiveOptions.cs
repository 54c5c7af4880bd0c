using System.Text.RegularExpressions;

namespace Orchestrator.Live;

/// <summary>Where the scenarios run, and what they may cost.</summary>
/// <param name="Subscription">The subscription's GUID.</param>
/// <param name="Location">The region, for example <c>westeurope</c>.</param>
internal sealed partial record LiveOptions(string Subscription, string Location)
{
    /// <summary>The tag of everything that a run makes; its value is the run.</summary>
    public const string Tag = "orchestrator-live";

    /// <summary>The tag that says from when on a sweep removes what is left.</summary>
    public const string ExpiryTag = "orchestrator-live-expires";

    private static readonly TimeSpan Life = TimeSpan.FromHours(4);

    /// <summary>Names the run; parts of names that have to be unique in the world.</summary>
    public string RunId { get; init; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Whether scenarios that pay for machines run.</summary>
    public bool WithMachines { get; init; }

    /// <summary>From when on a sweep removes what is left of the run.</summary>
    public DateTimeOffset Expires { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Finds a variable.</param>
    /// <param name="now">The time.</param>
    /// <returns>The options.</returns>
    /// <exception cref="LiveSettingException">A variable is missing or wrong.</exception>
    public static LiveOptions Read(Func<string, string?> variable, DateTimeOffset now)
    {
        if (variable("ORCHESTRATOR_LIVE_SUBSCRIPTION") is not { } subscription || !Guid.TryParse(subscription, out _))
            throw new LiveSettingException("ORCHESTRATOR_LIVE_SUBSCRIPTION is not the GUID of a subscription, so nothing was done. Set it to one that you may spend money in: az account show --query id");
        if (variable("ORCHESTRATOR_LIVE_LOCATION") is not { } location || !Region().IsMatch(location))
            throw new LiveSettingException("ORCHESTRATOR_LIVE_LOCATION is not a region, so nothing was done. Set it to one, for example westeurope: az account list-locations --query [].name");
        var cost = variable("ORCHESTRATOR_LIVE_COST");
        return cost is null or "" or "machines"
            ? new(subscription, location) { WithMachines = cost is "machines", Expires = now + Life }
            : throw new LiveSettingException("ORCHESTRATOR_LIVE_COST is neither empty nor 'machines', so nothing was done.");
    }

    [GeneratedRegex(@"\A[a-z0-9]{3,30}\z")]
    private static partial Regex Region();
}

using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>Two endpoints of a Traffic Manager profile, routed by weight or priority. Requests cannot be held.</summary>
internal sealed record TrafficManagerSettings
{
    /// <summary>The subscription's GUID.</summary>
    public required string Subscription { get; init; }

    /// <summary>The resource group of the profile.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>The profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The name of the source's endpoint.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the target's endpoint; disabled before the migration when the profile routes by weight.</summary>
    public required string Target { get; init; }

    /// <summary>The share of users that the target gets at each stage, in percent, rising and ending with 100. More than one stage needs a profile that routes by weight, and two sides that may both serve.</summary>
    /// <value>All at once by default.</value>
    [Length(1, 20)]
    public IReadOnlyList<int> Shift { get; init; } = [100];

    /// <summary>How long a stage lasts before it is checked and the next one begins.</summary>
    /// <value>5 minutes by default; up to a day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A page of the target that has to answer with success between stages, with <c>target</c> as the text that it tells.</summary>
    /// <value>The plan's checks by default.</value>
    public UserVisitSettings? Check { get; init; }

    /// <summary>The name server that the confirmation asks over TCP: <c>host</c>, <c>host:port</c> or <c>[address]:port</c>.</summary>
    /// <value>None by default: the profile and the monitor of the endpoint are looked at.</value>
    public string? Resolver { get; init; }

    /// <summary>A page that users reach, to confirm the side that answers.</summary>
    /// <value>None by default.</value>
    public UserVisitSettings? Address { get; init; }

    /// <summary>The endpoint of a side.</summary>
    internal string Of(Side side) => side == Side.Source ? Source : Target;
}

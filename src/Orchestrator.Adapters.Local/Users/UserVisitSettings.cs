using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Users;

/// <summary>A page that users reach, and how it tells which side answered.</summary>
internal sealed record UserVisitSettings
{
    /// <summary>The address, as users have it, for example <c>https://orders.contoso.example/health</c>. It has to answer with success.</summary>
    [Required]
    public required string Url { get; init; }

    /// <summary>The response header that tells the side.</summary>
    /// <value>None by default: the side is told by a text in the body.</value>
    public string? Header { get; init; }

    /// <summary>What the header is, or the body holds, when the source answered.</summary>
    /// <value><c>source</c> by default.</value>
    public string Source { get; init; } = "source";

    /// <summary>What the header is, or the body holds, when the target answered.</summary>
    /// <value><c>target</c> by default.</value>
    public string Target { get; init; } = "target";
}

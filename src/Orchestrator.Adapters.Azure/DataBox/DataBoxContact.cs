using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>Whom the carrier and Azure ask.</summary>
internal sealed record DataBoxContact
{
    /// <summary>The name.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>The telephone number.</summary>
    [Required]
    public required string Phone { get; init; }

    /// <summary>Addresses for messages.</summary>
    [Required, MinLength(1)]
    public required IReadOnlyList<string> Emails { get; init; }
}

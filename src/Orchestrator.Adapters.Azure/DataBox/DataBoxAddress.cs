using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>Where a device is sent.</summary>
internal sealed record DataBoxAddress
{
    /// <summary>Street and number.</summary>
    [Required]
    public required string Street { get; init; }

    /// <summary>The city.</summary>
    [Required]
    public required string City { get; init; }

    /// <summary>The postal code.</summary>
    [Required]
    public required string PostalCode { get; init; }

    /// <summary>The country, as two letters.</summary>
    [Required, RegularExpression("^[A-Z]{2}$")]
    public required string Country { get; init; }

    /// <summary>The state or province.</summary>
    /// <value>None by default.</value>
    public string? StateOrProvince { get; init; }

    /// <summary>The company.</summary>
    /// <value>None by default.</value>
    public string? Company { get; init; }
}

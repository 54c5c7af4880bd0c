using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Api;

/// <summary>Checks the address at which people reach a host: http or https, and nothing in it that could be a secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PublicUrlAttribute : ValidationAttribute
{
    /// <summary>Makes the check.</summary>
    public PublicUrlAttribute()
        : base("{0} is an address such as https://orchestrator.contoso.example, without a user, a query or a fragment.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || value is Uri { IsAbsoluteUri: true } address && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" };
}

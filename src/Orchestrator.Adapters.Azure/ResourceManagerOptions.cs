using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure;

/// <summary>Where Azure Resource Manager is, and how it is asked: section <c>Orchestrator:Azure:ResourceManager</c>.</summary>
public sealed record ResourceManagerOptions : IValidatableObject
{
    /// <summary>Where Resource Manager answers. Other clouds and test servers have their own.</summary>
    /// <value><c>https://management.azure.com</c> by default; https only, without a path.</value>
    public Uri Endpoint { get; init; } = new("https://management.azure.com");

    /// <summary>What tokens are asked for. A token for one audience is worth nothing at another endpoint.</summary>
    /// <value>The endpoint by default.</value>
    public string? Audience { get; init; }

    /// <summary>A PEM file with the only authorities that the endpoint's certificate may come from, for a test server.</summary>
    /// <value>None by default: the authorities that the system trusts.</value>
    public string? CaFile { get; init; }

    /// <summary>A file with the token to send in place of the host's own identity, for a test server. Needs <see cref="CaFile"/>.</summary>
    /// <value>None by default: the host's own identity.</value>
    public string? TokenFile { get; init; }

    /// <summary>How long a migration waits in all because Azure throttles it, or because others work on its resources.</summary>
    /// <value>2 hours by default; a minute to a week.</value>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan WaitBudget { get; init; } = TimeSpan.FromHours(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Endpoint.IsAbsoluteUri || Endpoint.Scheme != Uri.UriSchemeHttps || Endpoint.PathAndQuery != "/" || Endpoint.UserInfo.Length > 0)
            yield return Problem(nameof(Endpoint), "has to be https://HOST or https://HOST:PORT: tokens are sent there");
        if (Audience is not null && !Uri.IsWellFormedUriString(Audience, UriKind.Absolute))
            yield return Problem(nameof(Audience), "has to be a URI, for example https://management.azure.com/");
        if (CaFile is not null && !File.Exists(CaFile))
            yield return Problem(nameof(CaFile), "names a file that is not there");
        if (TokenFile is not null && CaFile is null)
            yield return Problem(nameof(TokenFile), "is for test servers, whose CaFile has to be given as well");
    }

    internal string Scope => $"{Audience ?? Endpoint.GetLeftPart(UriPartial.Authority)}/.default";

    private static ValidationResult Problem(string name, string problem) => new($"Orchestrator:Azure:ResourceManager:{name} {problem}.", [name]);
}

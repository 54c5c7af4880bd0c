using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>The keys that <c>armTemplate</c> and <c>templateSpec</c> share.</summary>
internal abstract record TemplateSettings
{
    /// <summary>The GUID of the subscription.</summary>
    [Required]
    public required string Subscription { get; init; }

    /// <summary>The resource group that is deployed to; <c>_rehearsal</c> is added to its name in a rehearsal.</summary>
    [Required]
    public required string ResourceGroup { get; init; }

    /// <summary>Whether a resource group that is missing is made. It is removed again with what was deployed.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool CreateResourceGroup { get; init; }

    /// <summary>Where a resource group is made, for example <c>westeurope</c>. Needed with <see cref="CreateResourceGroup"/>.</summary>
    public string? Location { get; init; }

    /// <summary>Whether the deployment may change resources that were there before. The undo does not change them back.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowModify { get; init; }

    /// <summary>
    /// The values of the template's parameters. A value that refers to a secret (<c>env:</c>, <c>file:</c>,
    /// <c>keyvault:</c>) or to a data component goes only into a parameter that the template declares as secureString or
    /// secureObject.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The values that take the place of those in <see cref="Parameters"/> in a rehearsal, for names that exist once in the world.</summary>
    public IReadOnlyDictionary<string, JsonElement> RehearsalParameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Further tags of the deployment, of what it makes, and of a resource group that is made.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Scripts in machines and commands of the host that are run after the deployment, in this order: an Oracle client, a monitoring agent.</summary>
    public IReadOnlyList<TemplateHook> Afterwards { get; init; } = [];
}

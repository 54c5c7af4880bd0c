using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>The keys of a plan's <c>infrastructure</c> of kind <c>templateSpec</c>.</summary>
internal sealed record TemplateSpecSettings : TemplateSettings
{
    /// <summary>
    /// The id of a version of a template spec:
    /// <c>/subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.Resources/templateSpecs/NAME/versions/VERSION</c>.
    /// </summary>
    [Required]
    public required string TemplateSpec { get; init; }
}

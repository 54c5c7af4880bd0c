using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>The keys of a plan's <c>infrastructure</c> of kind <c>armTemplate</c>.</summary>
internal sealed record ArmTemplateSettings : TemplateSettings
{
    /// <summary>The template: a JSON file in a folder that the host allows. Bicep is built to JSON first.</summary>
    [Required]
    public required string Template { get; init; }
}

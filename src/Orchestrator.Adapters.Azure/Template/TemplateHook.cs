using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure.RunCommand;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>A script that is run in a machine after the deployment: what no template can do.</summary>
internal sealed record TemplateHook
{
    /// <summary>The id of the machine; may be an output of the template: <c>{output:NAME}</c>.</summary>
    [Required]
    public required string Vm { get; init; }

    /// <summary>What runs in the machine.</summary>
    /// <value><c>linux</c> by default.</value>
    public GuestOs Os { get; init; }

    /// <summary>The lines of the script. It has to stand being run again. Secrets do not belong there: Azure and the machine keep them.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Script { get; init; }
}

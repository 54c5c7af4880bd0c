using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>The command that takes back what another did.</summary>
internal sealed record TemplateHookUndo
{
    /// <summary>The name of a command that the host's settings allow. It has to stand being run again, and that there is nothing to take back.</summary>
    [MinLength(1)]
    public required string Command { get; init; }

    /// <summary>Its arguments, as those of the other.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long it may take; it is ended then.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);
}

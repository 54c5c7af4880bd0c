using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>The keys under <c>source</c> and <c>target</c> of a data component of kind <c>files</c>.</summary>
public sealed record FilesPlace
{
    /// <summary>The tree's top folder: an absolute path on the machine that the orchestrator runs on. A source may be a symbolic link, a target may not.</summary>
    [Required]
    public required string Path { get; init; }
}

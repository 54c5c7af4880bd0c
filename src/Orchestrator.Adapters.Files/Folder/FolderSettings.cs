using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>The keys of a backup store of kind <c>folder</c>.</summary>
public sealed record FolderSettings
{
    /// <summary>The folder: an absolute path, for example of a mounted share. It is made when it does not exist.</summary>
    [Required]
    public required string Path { get; init; }

    /// <summary>How many files are copied at once.</summary>
    /// <value>4 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 4;
}

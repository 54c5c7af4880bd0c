using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>The keys of a data component of kind <c>files</c> beside its source and target.</summary>
public sealed record FilesSettings
{
    /// <summary>How many files are read, written and hashed at once.</summary>
    /// <value>4 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 4;

    /// <summary>What is done with extended attributes, access control lists and file capabilities.</summary>
    /// <value><see cref="AttributePolicy.Keep"/> by default.</value>
    public AttributePolicy ExtendedAttributes { get; init; } = AttributePolicy.Keep;
}

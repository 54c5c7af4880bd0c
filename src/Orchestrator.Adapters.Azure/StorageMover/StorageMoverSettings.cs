using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>The keys of a data component of kind <c>storageMover</c> beside its source and target.</summary>
internal sealed record StorageMoverSettings
{
    /// <summary>The Storage Mover's id: <c>/subscriptions/…/providers/Microsoft.StorageMover/storageMovers/NAME</c>.</summary>
    [MinLength(1)]
    public required string Mover { get; init; }

    /// <summary>The agent that copies; registered and online.</summary>
    [MinLength(1)]
    public required string Agent { get; init; }

    /// <summary>The project that the job stands in; made when it is missing, and never removed.</summary>
    /// <value><c>orchestrator</c> by default.</value>
    [RegularExpression("^[0-9a-zA-Z][-_0-9a-zA-Z]{0,63}$")]
    public string Project { get; init; } = "orchestrator";

    /// <summary>How many files are hashed, and read back, at once.</summary>
    /// <value>8 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 8;

    /// <summary>Whether links are left out. They are refused otherwise.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool SkipLinks { get; init; }
}

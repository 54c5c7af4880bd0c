using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>The keys under <c>source</c>.</summary>
internal sealed record StorageMoverSource
{
    /// <summary>The endpoint of the share that the agent reads.</summary>
    [MinLength(1)]
    public required string Endpoint { get; init; }

    /// <summary>A folder of the share.</summary>
    /// <value>None by default: the whole share.</value>
    public string? Subpath { get; init; }

    /// <summary>The same folder as this server sees it, mounted: an absolute path. The ledger is made of it.</summary>
    [MinLength(1)]
    public required string Path { get; init; }
}

using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>The keys under <c>target</c>.</summary>
internal sealed record StorageMoverTarget
{
    /// <summary>The endpoint of the container.</summary>
    [MinLength(1)]
    public required string Endpoint { get; init; }

    /// <summary>A folder of the container. A rehearsal needs one, and copies beside it.</summary>
    /// <value>None by default: the whole container.</value>
    public string? Subpath { get; init; }

    /// <summary>The container: <c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c>. What was copied is read back from there.</summary>
    [MinLength(1)]
    public required string Url { get; init; }
}

using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>The keys under <c>target</c>.</summary>
internal sealed record StorageMoverTarget
{
    /// <summary>The endpoint of the container or share.</summary>
    [MinLength(1)]
    public required string Endpoint { get; init; }

    /// <summary>A folder of it. A share and a rehearsal need one; a rehearsal copies beside it.</summary>
    /// <value>None by default: the whole container.</value>
    public string? Subpath { get; init; }

    /// <summary>
    /// The container (<c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c>) or share (<c>https://ACCOUNT.file.core.windows.net/SHARE</c>).
    /// What was copied is read back from there.
    /// </summary>
    [MinLength(1)]
    public required string Url { get; init; }
}

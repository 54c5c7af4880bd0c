using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>The keys under <c>source</c>.</summary>
internal sealed record AzCopySource
{
    /// <summary>The top of the tree: an absolute path on the server, or mounted there.</summary>
    [MinLength(1)]
    public required string Path { get; init; }
}

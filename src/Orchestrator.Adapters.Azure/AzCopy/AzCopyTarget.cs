using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>The keys under <c>target</c>.</summary>
internal sealed record AzCopyTarget
{
    /// <summary>The container, or a folder in one: <c>https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER</c>, without a signature.</summary>
    [MinLength(1)]
    public required string Url { get; init; }
}

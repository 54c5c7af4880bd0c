using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>The keys under <c>target</c>.</summary>
internal sealed record AzCopyTarget
{
    /// <summary>
    /// A container or a folder in one (<c>https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER</c>), or a folder of a share
    /// (<c>https://ACCOUNT.file.core.windows.net/SHARE/FOLDER</c>), without a signature.
    /// </summary>
    [MinLength(1)]
    public required string Url { get; init; }
}

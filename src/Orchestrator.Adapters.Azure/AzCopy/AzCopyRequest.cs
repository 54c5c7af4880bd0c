using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>A component of kind <c>azCopy</c>, read and checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its own keys.</param>
/// <param name="Source">The tree.</param>
/// <param name="TargetUrl">The container or folder; in a rehearsal the copy's.</param>
internal sealed record AzCopyRequest(string Name, AzCopySettings Settings, SourceTree Source, BlobUriBuilder TargetUrl)
{
    /// <summary>Reads a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="scope">Expands values, and tells whether it is a rehearsal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The request.</returns>
    /// <exception cref="AdapterException">A value cannot be used.</exception>
    public static async Task<AzCopyRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var settings = component.ReadSettings<AzCopySettings>();
        var source = await scope.ExpandAsync(component.Source.ReadSettings<AzCopySource>().Path, cancellation);
        var target = await scope.ExpandAsync(component.Target.ReadSettings<AzCopyTarget>().Url, cancellation);
        return Path.IsPathRooted(source)
            ? new(component.Name, settings, new(Path.TrimEndingDirectorySeparator(source), settings.SkipLinks), ParseTarget(target, component.Name, scope))
            : throw Wrong(component.Name, "'source.path' is not absolute", "Give the whole path");
    }

    private static BlobUriBuilder ParseTarget(string url, string name, StepScope scope)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            throw Wrong(name, "'target.url' is no URL", "Use https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER");
        if (uri.Query.Length > 0)
            throw Wrong(name, "'target.url' holds a signature, and azcopy would get it on its command line, which everybody on the machine sees",
                "Remove everything from '?' on, and give the host's identity the role instead: az role assignment create --role 'Storage Blob Data Contributor' --assignee IDENTITY --scope ACCOUNT");
        if (uri.Host.Contains(".file.", StringComparison.OrdinalIgnoreCase))
            throw Wrong(name, "'target.url' is an Azure file share, whose content this kind cannot read back yet", "Use a container, or kind 'storageMover' or 'files' with the share mounted");
        var parts = new BlobUriBuilder(uri);
        if (string.IsNullOrEmpty(parts.BlobContainerName))
            throw Wrong(name, "'target.url' names no container", "Use https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER");
        parts.BlobName = parts.BlobName.Trim('/');
        if (!scope.IsRehearsal)
            return parts;
        if (parts.BlobName.Length > 0)
            parts.BlobName = scope.TargetName(parts.BlobName);
        else
            parts.BlobContainerName += "-rehearsal"; // a container's name has no underscores
        return parts;
    }

    private static AdapterException Wrong(string name, string problem, string remedy) => new(problem, $"data '{name}'", remedy, isTransient: false);
}

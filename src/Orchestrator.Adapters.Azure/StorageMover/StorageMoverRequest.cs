using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>A component of kind <c>storageMover</c>, read and checked, and the ids of what belongs to it.</summary>
internal sealed record StorageMoverRequest
{
    private const int LongestReadable = 40;

    /// <summary>The version of the API.</summary>
    public const string Version = "2023-10-01";

    /// <summary>The component's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its own keys.</summary>
    public required StorageMoverSettings Settings { get; init; }

    /// <summary>The keys under <c>source</c>.</summary>
    public required StorageMoverSource Source { get; init; }

    /// <summary>The keys under <c>target</c>.</summary>
    public required StorageMoverTarget Target { get; init; }

    /// <summary>The tree as this server sees it.</summary>
    public required SourceTree Tree { get; init; }

    /// <summary>The container.</summary>
    public required Uri Container { get; init; }

    /// <summary>The folder of the container, without slashes at its ends; in a rehearsal the copy's.</summary>
    public required string Folder { get; init; }

    /// <summary>The mover.</summary>
    public required ResourceId Mover { get; init; }

    /// <summary>The name of the job definition: the same for every step of the migration, and no other's.</summary>
    public required string Job { get; init; }

    /// <summary>The project's id.</summary>
    public string ProjectId => ResourceIds.Child(Mover.ToString(), "projects", Settings.Project);

    /// <summary>The job definition's id.</summary>
    public string JobId => ResourceIds.Child(ProjectId, "jobDefinitions", Job);

    /// <summary>The agent's id.</summary>
    public string AgentId => ResourceIds.Child(Mover.ToString(), "agents", Settings.Agent);

    /// <summary>The id of an endpoint.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The id.</returns>
    public string EndpointId(string name) => ResourceIds.Child(Mover.ToString(), "endpoints", name);

    /// <summary>Reads a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="scope">Expands values, and tells whether it is a rehearsal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The request.</returns>
    /// <exception cref="AdapterException">A value cannot be used.</exception>
    public static async Task<StorageMoverRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var settings = component.ReadSettings<StorageMoverSettings>();
        var (source, target) = (component.Source.ReadSettings<StorageMoverSource>(), component.Target.ReadSettings<StorageMoverTarget>());
        var path = await scope.ExpandAsync(source.Path, cancellation);
        if (!Path.IsPathRooted(path))
            throw Wrong(component.Name, "'source.path' is not absolute", "Give the whole path of the mounted share");
        var folder = target.Subpath?.Trim('/') ?? "";
        if (scope.IsRehearsal && folder.Length == 0)
            throw Wrong(component.Name, "a rehearsal copies beside the target, and there is no beside of a whole container", "Give 'target.subpath'");
        return new()
        {
            Name = component.Name,
            Settings = settings,
            Source = source,
            Target = target,
            Tree = new(Path.TrimEndingDirectorySeparator(path), settings.SkipLinks),
            Container = ContainerOf(await scope.ExpandAsync(target.Url, cancellation), component.Name),
            Folder = folder.Length == 0 ? "" : scope.TargetName(folder),
            Mover = ResourceIds.Parse(await scope.ExpandAsync(settings.Mover, cancellation), "Microsoft.StorageMover/storageMovers"),
            Job = JobName(component.Name, scope),
        };
    }

    private static Uri ContainerOf(string url, string name)
    {
        var isUrl = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Query.Length == 0;
        return isUrl && new BlobUriBuilder(uri!) is { BlobName: "", BlobContainerName.Length: > 0 }
            ? uri!
            : throw Wrong(name, "'target.url' is not the URL of a container", "Use https://ACCOUNT.blob.core.windows.net/CONTAINER, without a signature; a folder is 'target.subpath'");
    }

    private static string JobName(string component, StepScope scope)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.MigrationId}/{component}/{scope.IsRehearsal}")))[..16];
        return $"{component[..Math.Min(component.Length, LongestReadable)]}-{hash}";
    }

    private static AdapterException Wrong(string name, string problem, string remedy) => new(problem, $"data '{name}'", remedy, isTransient: false);
}

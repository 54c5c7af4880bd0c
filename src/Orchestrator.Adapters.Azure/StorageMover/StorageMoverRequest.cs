using System.Security.Cryptography;
using System.Text;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>A component of kind <c>storageMover</c>, read and checked, and the ids of what belongs to it.</summary>
internal sealed record StorageMoverRequest : TreeRequest
{
    private const int LongestReadable = 40;

    /// <summary>The version of the API.</summary>
    public const string Version = "2023-10-01";

    /// <summary>Its own keys.</summary>
    public required StorageMoverSettings Settings { get; init; }

    /// <summary>The keys under <c>source</c>.</summary>
    public required StorageMoverSource SourceKeys { get; init; }

    /// <summary>The keys under <c>target</c>.</summary>
    public required StorageMoverTarget TargetKeys { get; init; }

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
        var subject = $"data '{component.Name}'";
        var store = TreeAddress.Parse(await scope.ExpandAsync(target.Url, cancellation), subject);
        if (store.Folder.Length > 0)
            throw Wrong(subject, "'target.url' names a folder", "End the URL with the container or share; the folder is 'target.subpath'");
        var address = store.In(target.Subpath);
        if (scope.IsRehearsal && address.Folder.Length == 0)
            throw Wrong(subject, "a rehearsal copies beside the target, and there is no beside of a whole container", "Give 'target.subpath'");
        address = address.For(scope);
        return new()
        {
            Name = component.Name,
            Settings = settings,
            SourceKeys = source,
            TargetKeys = target,
            Tree = SourceTree.At(await scope.ExpandAsync(source.Path, cancellation), settings.SkipLinks, address.Names, subject),
            Target = address,
            Parallelism = settings.Parallelism,
            Mover = ResourceIds.Parse(await scope.ExpandAsync(settings.Mover, cancellation), "Microsoft.StorageMover/storageMovers"),
            Job = JobName(component.Name, scope),
        };
    }

    private static string JobName(string component, StepScope scope)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.MigrationId}/{component}/{scope.IsRehearsal}")))[..16];
        return $"{component[..Math.Min(component.Length, LongestReadable)]}-{hash}";
    }

    private static AdapterException Wrong(string subject, string problem, string remedy) => new(problem, subject, remedy, isTransient: false);
}

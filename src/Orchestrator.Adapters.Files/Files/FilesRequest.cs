using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>A component's settings, resolved for one step.</summary>
/// <param name="SourcePath">The source: absolute, without a slash at its end.</param>
/// <param name="TargetPath">The target: absolute, without a slash at its end; in a rehearsal the copy.</param>
/// <param name="Options">How trees are copied and compared.</param>
internal sealed record FilesRequest(string SourcePath, string TargetPath, TreeOptions Options)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="AdapterException">A path is not absolute, or this is no Linux.</exception>
    internal static async Task<FilesRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new AdapterException("it works on Linux only", "kind 'files'", "Run the orchestrator on Linux", isTransient: false);
        var own = component.ReadSettings<FilesSettings>();
        var source = await scope.ExpandAsync(component.Source.ReadSettings<FilesPlace>().Path, cancellation);
        var target = await scope.ExpandAsync(component.Target.ReadSettings<FilesPlace>().Path, cancellation);
        return new FilesRequest(
            Absolute(component, "source", source),
            scope.TargetName(Absolute(component, "target", target)),
            new TreeOptions
            {
                Parallelism = own.Parallelism,
                KeepsAttributes = own.ExtendedAttributes == AttributePolicy.Keep,
                IsRehearsal = scope.IsRehearsal,
            });
    }

    /// <summary>The target with its marker.</summary>
    internal TargetFolder Target(StepScope scope) => new(TargetPath, scope.MigrationId);

    /// <summary>A path that is absolute and has no slash at its end.</summary>
    private static string Absolute(DataComponent component, string side, string path) =>
        path.StartsWith('/') && Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) is { Length: > 1 } full
            ? full
            : throw new AdapterException(
                $"'{path}' is not the absolute path of a folder below '/'", $"{side}.path of data '{component.Name}'",
                "Write the whole path, beginning with '/'", isTransient: false);
}

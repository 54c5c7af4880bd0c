using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>A component of kind <c>azCopy</c>, read and checked.</summary>
internal sealed record AzCopyRequest : TreeRequest
{
    /// <summary>Its own keys.</summary>
    public required AzCopySettings Settings { get; init; }

    /// <summary>Reads a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="scope">Expands values, and tells whether it is a rehearsal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The request.</returns>
    /// <exception cref="AdapterException">A value cannot be used.</exception>
    public static async Task<AzCopyRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var settings = component.ReadSettings<AzCopySettings>();
        var path = await scope.ExpandAsync(component.Source.ReadSettings<AzCopySource>().Path, cancellation);
        var url = await scope.ExpandAsync(component.Target.ReadSettings<AzCopyTarget>().Url, cancellation);
        var target = TreeAddress.Parse(url, $"data '{component.Name}'").For(scope);
        return new()
        {
            Name = component.Name,
            Settings = settings,
            Tree = SourceTree.At(path, settings.SkipLinks, target.Names, $"data '{component.Name}'"),
            Target = target,
            Parallelism = settings.Parallelism,
        };
    }
}

using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Writes a complete backup of all data: the source of the migration and a point to recover to. Never undone.</summary>
/// <param name="services">What every step needs.</param>
public sealed class BackUpSource(StepServices services) : MigrationActivity(services, Steps.BackUpSource)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var sizes = new SortedDictionary<string, DataSize>(StringComparer.Ordinal);
        foreach (var component in scope.Plan.Data)
            sizes[component.Name] = await DataAdapter(component).BackUpAsync(component, BackupFolder(scope, component), scope, cancellation);
        return new(
            $"Backed up {sizes.Count} component(s), {sizes.Values.Sum(size => size.SizeBytes):N0} bytes.",
            await StoreEvidenceAsync(scope, sizes, cancellation));
    }
}

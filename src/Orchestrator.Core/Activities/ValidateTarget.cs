using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Compares all data of the target, by count and checksum, with the stopped source; in a rehearsal with the backup, because the source goes on.</summary>
/// <param name="services">What every step needs.</param>
public sealed class ValidateTarget(StepServices services) : MigrationActivity(services, Steps.ValidateTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var comparisons = new List<DataComparison>();
        foreach (var component in scope.Plan.Data)
        {
            var backup = scope.IsRehearsal ? BackupFolder(scope, component) : null;
            comparisons.Add(await DataAdapter(component).CompareAsync(component, backup, scope, cancellation));
        }

        var hash = await StoreEvidenceAsync(scope, comparisons, cancellation);
        if (comparisons.Any(comparison => !comparison.IsEqual))
            throw new AdapterException($"it differs from the source: {Differences.Describe(comparisons)}", "the target's data", "Find out who writes to either side, then migrate again", isTransient: false);
        var items = comparisons.SelectMany(comparison => comparison.Items).ToList();
        return new($"{items.Count} object(s) with {items.Sum(item => item.TargetCount):N0} rows and files are equal by checksum.", hash);
    }
}

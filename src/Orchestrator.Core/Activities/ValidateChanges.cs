using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Compares, while nothing can be written, what has changed since it was last proven equal.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="direction">Which side follows.</param>
public sealed class ValidateChanges(StepServices services, SyncDirection direction) : OnlineActivity(
    services, direction == SyncDirection.Forward ? Steps.ValidateChanges : Steps.ValidateSource)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var comparisons = await AtOnceAsync(scope, (adapter, component) => adapter.CompareChangesAsync(component, direction, scope, cancellation));
        var hash = await StoreEvidenceAsync(scope, comparisons, cancellation);
        if (comparisons.Any(comparison => !comparison.IsEqual))
            throw new AdapterException($"it differs from the {direction.Leader()}: {Differences.Describe(comparisons)}", $"the {direction.Follower()}'s data", "Find out who writes to the side that follows, then try again", isTransient: false);
        var items = comparisons.SelectMany(comparison => comparison.Items).ToList();
        return new($"{items.Count} object(s) with {items.Sum(item => item.TargetCount):N0} rows and files are equal by checksum; {items.Sum(item => item.RecheckedCount):N0} of them had changed and were compared in the freeze.", hash);
    }
}

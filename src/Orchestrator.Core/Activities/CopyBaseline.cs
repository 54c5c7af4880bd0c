using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Copies everything once and lets the target follow, where nobody but the sync may write until cutover. Undone together with the target.</summary>
/// <param name="services">What every step needs.</param>
public sealed class CopyBaseline(StepServices services) : OnlineActivity(services, Steps.CopyBaseline)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        long sizeBytes = 0;
        await ForEachAsync(scope, async (adapter, component) =>
        {
            sizeBytes += (await adapter.CopyBaselineAsync(component, scope, cancellation)).SizeBytes;
            await adapter.FreezeAsync(component, Side.Target, scope, cancellation);
        });
        return new($"Copied {sizeBytes:N0} bytes; changes since then follow.");
    }
}

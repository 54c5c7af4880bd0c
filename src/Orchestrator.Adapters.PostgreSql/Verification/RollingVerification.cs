using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares both sides while one follows the other.</summary>
internal sealed class RollingVerification(Job job, SyncDirection direction)
{
    public Task StartTrackingAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {direction} {cancellation}");

    public Task<VerificationStatus> VerifyAsync(TimeSpan atMost, CancellationToken cancellation) => throw new NotSupportedException($"{atMost} {cancellation}");

    public Task<DataComparison> CompareAsync(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");

    public Task RemoveAsync(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");
}

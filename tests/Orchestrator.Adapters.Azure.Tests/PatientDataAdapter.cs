using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests;

/// <summary>Looks again whenever an adapter says that an operation is under way, as the runbook does, without waiting.</summary>
/// <param name="inner">The adapter.</param>
/// <param name="meanwhile">What happens elsewhere in the meantime.</param>
/// <param name="bearsTrouble">Whether it also tries again what has failed and may pass.</param>
internal sealed class PatientDataAdapter(IDataAdapter inner, Func<Task> meanwhile, bool bearsTrouble = false) : IDataAdapter
{
    private const int MostLooks = 200;

    public string Kind => inner.Kind;

    public AdapterSettings Settings => inner.Settings;

    /// <summary>What was said while it was waited for, oldest first.</summary>
    public List<OperationPendingException> Waits { get; } = [];

    public Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.CheckReadinessAsync(component, scope, cancellation));

    public Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.MeasureAsync(component, side, scope, cancellation));

    public Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.BackUpAsync(component, folder, scope, cancellation));

    public Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(async () =>
        {
            await inner.PrepareTargetAsync(component, scope, cancellation);
            return true;
        });

    public Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.RestoreAsync(component, folder, scope, cancellation));

    public Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.CompareAsync(component, backupFolder, scope, cancellation));

    public Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(async () =>
        {
            await inner.RemoveTargetAsync(component, scope, cancellation);
            return true;
        });

    public Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.GetEndpointAsync(component, side, scope, cancellation));

    private async Task<T> RepeatAsync<T>(Func<Task<T>> work)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            try
            {
                return await work();
            }
            catch (OperationPendingException pending)
            {
                Waits.Add(pending);
                await meanwhile();
            }
            catch (AdapterException error) when (bearsTrouble && error.IsTransient)
            {
                await meanwhile();
            }
        }

        throw new TimeoutException($"It did not end: {Waits.LastOrDefault()?.Message}");
    }
}

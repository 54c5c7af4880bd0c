using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.Traffic;

/// <summary>Runs a member again as the runbook does: when it is pending, and some times when trying again may help.</summary>
/// <param name="inner">The adapter.</param>
internal sealed class PatientTraffic(ITrafficAdapter inner) : ITrafficAdapter
{
    private const int MostRuns = 200;

    /// <summary>How often it is tried again after a transient error.</summary>
    public int Attempts { get; set; } = 1;

    public string Kind => inner.Kind;

    public AdapterSettings Settings => inner.Settings;

    public bool CanHold => inner.CanHold;

    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation) => RunAsync(async () =>
    {
        await inner.SetAsync(spec, state, scope, cancellation);
        return true;
    });

    public Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        RunAsync(() => inner.GetAsync(spec, scope, cancellation));

    public Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation) =>
        RunAsync(() => inner.ConfirmAsync(spec, side, scope, cancellation));

    /// <summary>Runs something until it returns.</summary>
    public Task RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return true;
    });

    private async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        for (var (run, failures) = (1, 0); ; run++)
        {
            try
            {
                return await work();
            }
            catch (OperationPendingException) when (run < MostRuns)
            {
                // A durable timer waits here.
            }
            catch (AdapterException error) when (error.IsTransient && ++failures < Attempts)
            {
                // And here.
            }
        }
    }
}

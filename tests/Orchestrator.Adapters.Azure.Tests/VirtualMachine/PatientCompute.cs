using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>Repeats a member for as long as it is pending, as the runbook does, with a clock that needs no waiting.</summary>
internal sealed class PatientCompute(IComputeAdapter inner, ManualTime time, bool bearsTrouble = false) : IComputeAdapter
{
    private const int MostLooks = 300;

    public string Kind => inner.Kind;

    public AdapterSettings Settings => inner.Settings;

    public Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.StartAsync(spec, scope, cancellation));

    public Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        RepeatAsync(() => inner.StopAsync(spec, scope, cancellation));

    public async Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var state = ComputeState.Stopped;
        await RepeatAsync(async () => state = await inner.GetStateAsync(spec, scope, cancellation));
        return state;
    }

    public string? GetAddress(AdapterSpec spec) => inner.GetAddress(spec);

    private async Task RepeatAsync(Func<Task> look)
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            try
            {
                await look();
                return;
            }
            catch (OperationPendingException pending)
            {
                time.Advance(pending.LookAgainAfter);
            }
            catch (AdapterException error) when (bearsTrouble && error.IsTransient)
            {
                time.Advance(TimeSpan.FromSeconds(5));
            }
        }

        throw new TimeoutException($"It was still pending after {MostLooks} looks.");
    }
}

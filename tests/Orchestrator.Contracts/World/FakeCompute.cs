using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Starts and stops the workload of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeCompute(FakeWorld world) : IComputeAdapter
{
    private int _looks;

    public string Kind => "fake";

    public AdapterSettings Settings => new(typeof(FakeComputeSettings));

    public Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => SetAsync(spec, ComputeState.Running);

    public Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => SetAsync(spec, ComputeState.Stopped);

    public Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(IsSource(spec) ? world.Source : world.Target);

    public string? GetAddress(AdapterSpec spec) => $"{spec.ReadSettings<FakeComputeSettings>().Side}.test:80";

    private static bool IsSource(AdapterSpec spec) => spec.ReadSettings<FakeComputeSettings>().Side == "source";

    private Task SetAsync(AdapterSpec spec, ComputeState state)
    {
        if (IsSource(spec))
            world.Source = state;
        else if (world.Target != state && ++_looks <= world.LooksAtTarget)
            throw new OperationPendingException($"The target becomes {state}: look {_looks}.", TimeSpan.FromMinutes(1));
        else
            (world.Target, _looks) = (state, 0);
        return Task.CompletedTask;
    }

    private sealed record FakeComputeSettings
    {
        public required string Side { get; init; }
    }
}

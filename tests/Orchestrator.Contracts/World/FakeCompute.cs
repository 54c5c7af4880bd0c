using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Starts and stops the workload of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeCompute(FakeWorld world) : IComputeAdapter
{
    private readonly Dictionary<(bool IsSource, ComputeState Wanted), int> _looks = [];

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
        if (world.ComputeOutage(state) is { } outage)
            throw outage;
        Look(IsSource(spec), state);
        if (IsSource(spec))
            world.Source = state;
        else
            world.Target = state;
        return Task.CompletedTask;
    }

    // What was begun is followed by each look, until it is there or the opposite is asked for.
    private void Look(bool isSource, ComputeState state)
    {
        var looks = _looks.GetValueOrDefault((isSource, state)) + 1;
        _looks.Remove((isSource, state == ComputeState.Running ? ComputeState.Stopped : ComputeState.Running));
        _looks.Remove((isSource, state));
        if ((isSource ? world.Source : world.Target) == state || looks > world.ComputeLooks)
            return;
        _looks[(isSource, state)] = looks;
        throw new OperationPendingException($"The machine is on its way to {state}: look {looks}.", TimeSpan.FromSeconds(30));
    }

    private sealed record FakeComputeSettings
    {
        public required string Side { get; init; }
    }
}

using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Routes the users of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeTraffic(FakeWorld world) : IPreparesTraffic
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public bool CanHold => true;

    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation)
    {
        world.Traffic = state;
        return Task.CompletedTask;
    }

    public Task PrepareAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => NoteAsync("prepared", scope);

    public Task SettleAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => NoteAsync("settled", scope);

    public Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Task.FromResult(world.Traffic);

    public Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation) =>
        world.Traffic == new TrafficState(side, IsHeld: false)
            ? Task.FromResult($"Users reach the {side}.")
            : throw new AdapterException($"users do not reach the {side}", "traffic", "Look at the router", isTransient: false);

    private Task NoteAsync(string what, StepScope scope)
    {
        world.TrafficPreparations.Add($"{scope.Step}: {what} at the {world.Traffic.Side}");
        return Task.CompletedTask;
    }
}

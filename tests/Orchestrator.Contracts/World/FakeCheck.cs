using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Checks that the target of a <see cref="FakeWorld"/> runs.</summary>
internal sealed class FakeCheck(FakeWorld world) : ICheckAdapter
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public Task<CheckResult> RunAsync(CheckPlan check, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(world.FailingChecks.TryDequeue(out var observed)
            ? new CheckResult(check.Name, IsPassed: false, observed)
            : new CheckResult(check.Name, world.Target == ComputeState.Running, $"the target is {world.Target}"));
}

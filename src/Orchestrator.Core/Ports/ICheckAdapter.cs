using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Runs one kind of check on the target.</summary>
public interface ICheckAdapter : IAdapter
{
    /// <summary>Runs a check once. Reads only; may be run any number of times.</summary>
    /// <param name="check">The part of the plan. Placeholders <c>{source}</c> and <c>{target}</c> are expanded with <see cref="StepScope.ExpandAsync"/>.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen; a check that does not hold is a result and not an error.</returns>
    /// <exception cref="AdapterException">It could not be run.</exception>
    Task<CheckResult> RunAsync(CheckPlan check, StepScope scope, CancellationToken cancellation);
}

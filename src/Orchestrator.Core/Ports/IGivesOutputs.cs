using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Infrastructure that gives values to later steps, as <c>{output:NAME}</c> in values of a plan.</summary>
public interface IGivesOutputs : IInfrastructureAdapter
{
    /// <summary>Finds an output of what was provisioned by this migration.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="name">The output's name; compared without case.</param>
    /// <param name="scope">The step that needs it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its value, which is no secret; <see langword="null"/> before it was provisioned, or when there is no such output.</returns>
    /// <exception cref="AdapterException">The output is a secret, which is never given.</exception>
    ValueTask<string?> FindOutputAsync(AdapterSpec spec, string name, StepScope scope, CancellationToken cancellation);
}

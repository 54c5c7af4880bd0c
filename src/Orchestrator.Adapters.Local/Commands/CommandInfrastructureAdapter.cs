using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Makes and removes infrastructure with the operator's own commands.</summary>
internal sealed class CommandInfrastructureAdapter(CommandRunner runner) : IInfrastructureAdapter
{
    /// <inheritdoc/>
    public string Kind => "command";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(CommandInfrastructureSettings));

    /// <inheritdoc/>
    public Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        runner.RunAsync(spec.ReadSettings<CommandInfrastructureSettings>().Provision, new Operation("provision"), scope, cancellation);

    /// <inheritdoc/>
    public async Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        if (spec.ReadSettings<CommandInfrastructureSettings>().Remove is { } remove)
        {
            await runner.RunAsync(remove, new Operation("remove"), scope, cancellation);
        }
    }
}

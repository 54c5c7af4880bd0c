using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Makes and removes infrastructure through the operator's own endpoints.</summary>
internal sealed class HttpInfrastructureAdapter(HttpRunner runner) : IInfrastructureAdapter
{
    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(HttpInfrastructureSettings));

    /// <inheritdoc/>
    public Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        runner.RunAsync(spec.ReadSettings<HttpInfrastructureSettings>().Provision, new Operation("provision"), scope, cancellation);

    /// <inheritdoc/>
    public async Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        if (spec.ReadSettings<HttpInfrastructureSettings>().Remove is { } remove)
        {
            await runner.RunAsync(remove, new Operation("remove"), scope, cancellation, 404, 410);
        }
    }
}

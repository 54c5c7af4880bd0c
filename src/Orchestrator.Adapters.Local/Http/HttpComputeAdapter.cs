using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Starts and stops workloads through the operator's own endpoints.</summary>
internal sealed class HttpComputeAdapter(HttpRunner runner) : IComputeAdapter
{
    private readonly KeyedLock _workloads = new();

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(HttpComputeSettings));

    /// <inheritdoc/>
    public async Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<HttpComputeSettings>();
        using var turn = await _workloads.AcquireAsync(scope.MigrationId, cancellation);
        await Wait(spec, scope).StartAsync(
            token => runner.RunAsync(settings.Start, Do("start", spec, scope), scope, token),
            token => runner.RunAsync(settings.Stop, Do("stop", spec, scope), scope, token),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<HttpComputeSettings>();
        using var turn = await _workloads.AcquireAsync(scope.MigrationId, cancellation);
        await Wait(spec, scope).StopAsync(token => runner.RunAsync(settings.Stop, Do("stop", spec, scope), scope, token), cancellation);
    }

    /// <inheritdoc/>
    public async Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var status = spec.ReadSettings<HttpComputeSettings>().Status;
        var answer = await runner.RunAsync(status, Do("status", spec, scope) with { IsQuestion = true }, scope, cancellation, 404, 410);
        if (answer.Status is 404 or 410)
        {
            return ComputeState.Stopped;
        }

        var state = answer.Body.TrimStart().StartsWith('{') ? Json.Read<StateDocument>(answer.Body, $"endpoint {status.Url} (status)").State : null;
        return state ?? ComputeState.Running;
    }

    /// <inheritdoc/>
    public string? GetAddress(AdapterSpec spec) => spec.ReadSettings<HttpComputeSettings>().Address;

    private StateWait Wait(AdapterSpec spec, StepScope scope) => new(
        $"workload '{scope.Plan.Name}'", token => GetStateAsync(spec, scope, token), spec.ReadSettings<HttpComputeSettings>().Within);

    private static Operation Do(string action, AdapterSpec spec, StepScope scope) => new(action) { Side = scope.SideOf(spec) };
}

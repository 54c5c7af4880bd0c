using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Starts and stops workloads with the operator's own commands.</summary>
internal sealed class CommandComputeAdapter(CommandRunner runner) : IComputeAdapter
{
    private readonly KeyedLock _workloads = new();

    /// <inheritdoc/>
    public string Kind => "command";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(CommandComputeSettings));

    /// <inheritdoc/>
    public async Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<CommandComputeSettings>();
        using var turn = await _workloads.AcquireAsync(scope.MigrationId, cancellation);
        await Wait(spec, scope).StartAsync(
            token => runner.RunAsync(settings.Start, Do("start", spec, scope), scope, token),
            token => runner.RunAsync(settings.Stop, Do("stop", spec, scope), scope, token),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<CommandComputeSettings>();
        using var turn = await _workloads.AcquireAsync(scope.MigrationId, cancellation);
        await Wait(spec, scope).StopAsync(token => runner.RunAsync(settings.Stop, Do("stop", spec, scope), scope, token), cancellation);
    }

    /// <inheritdoc/>
    public async Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var status = spec.ReadSettings<CommandComputeSettings>().Status;
        var result = await runner.RunAnyAsync(status, Do("status", spec, scope), scope, [0, 1, 2, 3], cancellation);
        return result.ExitCode switch
        {
            0 => ComputeState.Running,
            3 => ComputeState.Stopped,
            _ => ComputeState.Unhealthy,
        };
    }

    /// <inheritdoc/>
    public string? GetAddress(AdapterSpec spec) => spec.ReadSettings<CommandComputeSettings>().Address;

    private StateWait Wait(AdapterSpec spec, StepScope scope) => new(
        $"workload '{scope.Plan.Name}'", token => GetStateAsync(spec, scope, token), spec.ReadSettings<CommandComputeSettings>().Within);

    private static Operation Do(string action, AdapterSpec spec, StepScope scope) => new(action) { Side = scope.SideOf(spec) };
}

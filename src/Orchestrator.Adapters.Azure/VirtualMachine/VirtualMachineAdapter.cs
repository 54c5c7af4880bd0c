using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>
/// Workloads that are Azure virtual machines. Scripts inside of them go through Run Command; what Azure works on for longer
/// is started once and looked at again by the runbook.
/// </summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="bootLog">Reads boot logs.</param>
internal sealed class VirtualMachineAdapter(ArmConnector connector, BootLog bootLog) : IComputeAdapter
{
    private const string Type = "Microsoft.Compute/virtualMachines";

    // Two steps of one host that look at the same machine at once would both start it.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Kind => "azureVm";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(VirtualMachineSettings));

    /// <inheritdoc/>
    public Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        InTurnAsync(Identify(spec, scope), machine => new MachineStart(machine, bootLog).RunAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        InTurnAsync(Identify(spec, scope), machine => new MachineStop(machine).RunAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var machine = Identify(spec, scope, mayBeSource: true);
        if (await machine.LookAsync(cancellation) is not { IsStopped: false } view)
            return ComputeState.Stopped; // also one that a later step makes
        return await new MachineHealth(machine).GlanceAsync(view, cancellation) is null ? ComputeState.Running : ComputeState.Unhealthy;
    }

    /// <inheritdoc/>
    public string? GetAddress(AdapterSpec spec) => spec.ReadSettings<VirtualMachineSettings>().Address;

    private async Task InTurnAsync(Machine machine, Func<Machine, Task> work, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(machine.Id, _ => new(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            await work(machine);
        }
        finally
        {
            turn.Release();
        }
    }

    private Machine Identify(AdapterSpec spec, StepScope scope, bool mayBeSource = false)
    {
        var settings = spec.ReadSettings<VirtualMachineSettings>();
        var own = IdOf(settings);
        var isReal = !scope.IsRehearsal || (mayBeSource && IsSource(spec, scope)); // a rehearsal only looks at the source
        return new(isReal ? own : RehearsalIdOf(settings, own), settings, connector.For(scope));
    }

    private static ResourceId IdOf(VirtualMachineSettings settings) => settings switch
    {
        { Id: { } id, Subscription: null, ResourceGroup: null, Name: null } => ResourceIds.Parse(id, Type),
        { Id: null, Subscription: { } subscription, ResourceGroup: { } group, Name: { } name } =>
            ResourceIds.Parse(ResourceIds.Of(subscription, group, Type, name), Type),
        _ => throw new AdapterException(
            "the plan does not say which machine it is", "azureVm",
            "Give either 'id' (az vm show --query id) or all of 'subscription', 'resourceGroup' and 'name'", isTransient: false),
    };

    private static ResourceId RehearsalIdOf(VirtualMachineSettings settings, ResourceId own)
    {
        if (settings.RehearsalId is null)
            throw new AdapterException(
                "a machine is not copied for a rehearsal, and the plan names none for it", $"VM {own.Name} in {own.Group}",
                "Give 'rehearsalId', the id of a stopped machine that a rehearsal may start and stop, or rehearse without 'compute'", isTransient: false);
        var rehearsal = ResourceIds.Parse(settings.RehearsalId, Type);
        return !rehearsal.Equals(own) ? rehearsal : throw new AdapterException(
            "'rehearsalId' is the real machine", $"VM {own.Name} in {own.Group}", "Name another machine for rehearsals", isTransient: false);
    }

    private static bool IsSource(AdapterSpec spec, StepScope scope) => scope.Plan.Compute is { Source: var source }
        && (ReferenceEquals(spec, source) || (spec.Kind == source.Kind && JsonSerializer.Serialize(spec.Settings) == JsonSerializer.Serialize(source.Settings)));
}

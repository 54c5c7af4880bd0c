using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>Switches traffic by a name in a public zone of Azure DNS.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
internal sealed class AzureDnsTrafficAdapter(ArmConnector connector) : IPreparesTraffic, IDisposable
{
    private readonly UserVisit _users = new();

    /// <inheritdoc/>
    public string Kind => "azureDns";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(AzureDnsSettings));

    /// <inheritdoc/>
    public bool CanHold => false;

    /// <inheritdoc/>
    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation)
    {
        var name = Open(Read(spec), scope);
        return state.Side == Side.Target ? name.ToTargetAsync(cancellation) : name.ToSourceAsync(isPrepared: state.IsHeld, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var name = Open(Read(spec), scope);
        return new TrafficState(name.SideOf(await name.ReadAsync(cancellation)), IsHeld: false);
    }

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(spec);
        var name = Open(settings, scope);
        var current = await name.ReadAsync(cancellation);
        if (name.SideOf(current) != side)
            throw name.Unexpected(current, side);
        var seen = $"{name.Describe(current)}. {await NameConfirmation.ConfirmAsync(settings, side, name.StaleUntil, cancellation)}";
        return settings.Address is { } address ? $"{seen}. {await _users.ConfirmAsync(address, side, scope, cancellation)}" : seen;
    }

    /// <inheritdoc/>
    public Task PrepareAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public Task SettleAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).SettleAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private AzureDnsName Open(AzureDnsSettings settings, StepScope scope) => new(settings, connector.For(scope));

    private static AzureDnsSettings Read(AdapterSpec spec) => spec.ReadSettings<AzureDnsSettings>();
}

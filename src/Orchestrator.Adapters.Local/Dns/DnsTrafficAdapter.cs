using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>Switches traffic by a name in a zone on premises.</summary>
/// <param name="options">The path of nsupdate, and which servers plans may use.</param>
/// <param name="time">The clock.</param>
internal sealed class DnsTrafficAdapter(LocalAdapterOptions options, TimeProvider time) : IPreparesTraffic, IDisposable
{
    private readonly UserVisit _users = new();

    /// <inheritdoc/>
    public string Kind => "dns";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(DnsTrafficSettings));

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
        var seen = name.Describe(current);
        if (settings.Address is not { } address)
            return seen;
        RefuseHost(new Uri(await scope.ExpandAsync(address.Url, cancellation)).Host);
        return $"{seen}. {await _users.ConfirmAsync(address, side, scope, cancellation)}";
    }

    /// <inheritdoc/>
    public Task PrepareAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public Task SettleAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).SettleAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private DnsName Open(DnsTrafficSettings settings, StepScope scope)
    {
        RefuseHost(DnsQuestion.HostOf(settings.Server));
        var name = new DnsName(settings, new DnsUpdate(options.NsupdatePath, $"{options.HubMark}.dns"), scope, time);
        name.Check();
        return name;
    }

    private void RefuseHost(string host)
    {
        if (options.AllowedHosts.Count > 0 && !Pattern.MatchesAny(options.AllowedHosts, host, ignoreCase: true))
            throw new AdapterException("the server's settings do not allow plans to use this host", host, "Add it to the server setting 'AllowedHosts'", isTransient: false);
    }

    private static DnsTrafficSettings Read(AdapterSpec spec) => spec.ReadSettings<DnsTrafficSettings>();
}

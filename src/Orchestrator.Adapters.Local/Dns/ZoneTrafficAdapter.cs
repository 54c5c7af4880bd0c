using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>Switches traffic by a name of a zone. Requests cannot be held.</summary>
/// <typeparam name="TSettings">The keys of the plan.</typeparam>
/// <typeparam name="TFound">A record set as the zone has it.</typeparam>
internal abstract class ZoneTrafficAdapter<TSettings, TFound> : IPreparesTraffic, IDisposable
    where TSettings : class, IZoneSettings
    where TFound : class
{
    /// <summary>Goes the users' way.</summary>
    protected UserVisit Users { get; } = new();

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(TSettings));

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
        var seen = await LookAsUsersAsync(settings, side, name.StaleUntil, scope, cancellation);
        return seen.Length == 0 ? name.Describe(current) : $"{name.Describe(current)}. {seen}";
    }

    /// <inheritdoc/>
    public Task PrepareAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public Task SettleAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Open(Read(spec), scope).SettleAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => Users.Dispose();

    /// <summary>Opens the name of a step; nothing is sent.</summary>
    /// <param name="settings">The keys of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns>The name.</returns>
    protected abstract ZoneName<TFound> Open(TSettings settings, StepScope scope);

    /// <summary>Looks what users get.</summary>
    /// <param name="settings">The keys of the plan.</param>
    /// <param name="side">Where they should get to.</param>
    /// <param name="staleUntil">Until when caches may hold what was before.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, in sentences without the last end; nothing when nothing more is looked at.</returns>
    protected abstract Task<string> LookAsUsersAsync(TSettings settings, Side side, string? staleUntil, StepScope scope, CancellationToken cancellation);

    private static TSettings Read(AdapterSpec spec) => spec.ReadSettings<TSettings>();
}

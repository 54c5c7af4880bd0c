using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>Switches traffic by values in App Configuration, such as endpoints and connection strings.</summary>
/// <param name="connector">The host's way to Azure.</param>
/// <param name="transport">What sends; <see langword="null"/> for the network.</param>
internal sealed class AppConfigurationTrafficAdapter(ArmConnector connector, HttpPipelineTransport? transport = null) : ITrafficAdapter, IDisposable
{
    private readonly UserVisit _users = new();
    private readonly ConcurrentDictionary<Uri, ArmHttp> _stores = [];
    private readonly HttpPipelineTransport _transport = transport ?? ArmTransport.Create(caFile: null);

    /// <inheritdoc/>
    public string Kind => "appConfiguration";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(AppConfigurationSettings));

    /// <inheritdoc/>
    public bool CanHold => false;

    /// <inheritdoc/>
    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation)
    {
        var values = Open(Read(spec), scope);
        return state.Side == Side.Target ? values.ToTargetAsync(cancellation) : values.ToSourceAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        // Where some values lead to the target already, users may be there.
        new(await Open(Read(spec), scope).FindSideAsync(cancellation) ?? Side.Target, IsHeld: false);

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(spec);
        var values = Open(settings, scope);
        if (await values.FindSideAsync(cancellation) is var found && found != side)
            throw new AdapterException(
                $"its values lead to {(found is { } other ? $"the {other.ToString().ToLowerInvariant()}" : "both sides")}, but the {side.ToString().ToLowerInvariant()} was expected",
                $"App Configuration {settings.Endpoint}", "Run the step again", isTransient: true);
        var seen = $"{settings.Values.Count} value(s) at {settings.Endpoint} are the {side.ToString().ToLowerInvariant()}'s";
        if (values.StaleUntil is { } until)
            seen += $"; applications may work with the former ones until {until}";
        return settings.Address is { } address ? $"{seen}. {await _users.ConfirmAsync(address, side, scope, cancellation)}" : seen;
    }

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private ConfigurationSwitch Open(AppConfigurationSettings settings, StepScope scope)
    {
        var arm = connector.For(scope);
        var http = _stores.GetOrAdd(new Uri(settings.Endpoint), endpoint => ConfigurationStore.Open(endpoint, connector, _transport));
        return new(settings, new ConfigurationStore(http, arm), arm);
    }

    private static AppConfigurationSettings Read(AdapterSpec spec) => spec.ReadSettings<AppConfigurationSettings>();
}

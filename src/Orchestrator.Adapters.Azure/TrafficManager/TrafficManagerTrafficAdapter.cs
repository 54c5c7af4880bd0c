using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>Switches traffic between two endpoints of a Traffic Manager profile, at once or share by share.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="checks">The kinds of checks that the host knows, asked for when one is run.</param>
internal sealed class TrafficManagerTrafficAdapter(ArmConnector connector, Func<IEnumerable<ICheckAdapter>> checks) : ITrafficAdapter, IDisposable
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(10);

    private readonly UserVisit _users = new();

    /// <inheritdoc/>
    public string Kind => "trafficManager";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(TrafficManagerSettings));

    /// <inheritdoc/>
    public bool CanHold => false;

    /// <inheritdoc/>
    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation)
    {
        var shift = Open(Read(spec), scope);
        return state.Side == Side.Target ? shift.ToTargetAsync(cancellation) : shift.ToSourceAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        new((await Open(Read(spec), scope).ReadAsync(cancellation)).Side, IsHeld: false);

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(spec);
        var shift = Open(settings, scope);
        var profile = await shift.ReadAsync(cancellation);
        var (endpoint, subject) = (settings.Of(side), $"Traffic Manager profile {settings.Profile}");
        var isWhole = side == Side.Source ? profile.Side == side : profile.Shares.IsAllAtTarget(profile.IsByPriority);
        if (!isWhole)
            throw new AdapterException($"it is {profile.Shares}, but all users were expected at {endpoint}", subject, "Run the step again", isTransient: true);
        if (profile.MonitorStatusOf(endpoint) is var status && ProfileView.IsYoung(status))
            throw new OperationPendingException($"{subject}: its monitor looks at the endpoint {endpoint} for the first time", ShortWait);
        if (!ProfileView.IsServed(status))
            throw new AdapterException($"its monitor finds the endpoint {endpoint} {status} and sends nobody there", subject,
                "See that the endpoint answers at the monitor's path, and give the monitor a minute", isTransient: true);
        var seen = $"{profile.Name} leads to {endpoint}, which is {status}{(shift.StaleUntil is { } until ? $"; caches may hold the former answer until {until}" : "")}";
        seen += await AskAsync(settings, profile, endpoint, cancellation);
        return settings.Address is { } address ? $"{seen}. {await _users.ConfirmAsync(address, side, scope, cancellation)}" : seen;
    }

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private static async Task<string> AskAsync(TrafficManagerSettings settings, ProfileView profile, string endpoint, CancellationToken cancellation)
    {
        if (settings.Resolver is not { } resolver)
            return "";
        var wanted = profile.TargetOf(endpoint);
        var answer = await DnsQuestion.AskAsync(resolver, profile.Name, "CNAME", cancellation);
        return answer?.Has([wanted]) == true ? $". {resolver} answers {wanted}" : throw new AdapterException(
            $"{resolver} answers {answer?.ToString() ?? "nothing"}, but {wanted} was expected", profile.Name,
            "Traffic Manager takes some seconds; it is tried again", isTransient: true);
    }

    private TrafficShift Open(TrafficManagerSettings settings, StepScope scope)
    {
        var shift = new TrafficShift(settings, connector.For(scope), cancellation => FindProblemAsync(settings, scope, cancellation));
        shift.Check();
        return shift;
    }

    private async Task<string?> FindProblemAsync(TrafficManagerSettings settings, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            if (settings.Check is { } page)
                await _users.ConfirmAsync(page, Side.Target, scope, cancellation);
            else
                return await FindProblemAsync(scope, cancellation);
        }
        catch (AdapterException error)
        {
            return error.Message;
        }

        return null;
    }

    private async Task<string?> FindProblemAsync(StepScope scope, CancellationToken cancellation)
    {
        var kinds = new AdapterCatalog(checks());
        foreach (var check in scope.Plan.Checks)
        {
            if (await kinds.Get<ICheckAdapter>(check).RunAsync(check, scope, cancellation) is { IsPassed: false } result)
                return $"{result.Name}: {result.Observed}";
        }

        return null;
    }

    private static TrafficManagerSettings Read(AdapterSpec spec) => spec.ReadSettings<TrafficManagerSettings>();
}

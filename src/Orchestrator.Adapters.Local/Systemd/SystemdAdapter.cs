using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Adapters.Local.Processes;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Systemd;

/// <summary>Starts and stops units of the machine's own systemd.</summary>
internal sealed class SystemdAdapter(LocalAdapterOptions options) : IComputeAdapter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly KeyedLock _units = new();

    /// <inheritdoc/>
    public string Kind => "systemd";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(SystemdSettings));

    /// <inheritdoc/>
    public async Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(spec);
        using var turn = await _units.AcquireAsync(settings.Unit, cancellation);
        await Wait(settings, scope).StartAsync(token => DoAsync("start", settings, scope, token), token => DoAsync("stop", settings, scope, token), cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(spec);
        using var turn = await _units.AcquireAsync(settings.Unit, cancellation);
        await Wait(settings, scope).StopAsync(token => DoAsync("stop", settings, scope, token), cancellation);
    }

    /// <inheritdoc/>
    public Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) =>
        StateAsync(Read(spec), scope, cancellation);

    /// <inheritdoc/>
    public string? GetAddress(AdapterSpec spec) => spec.ReadSettings<SystemdSettings>().Address;

    private SystemdSettings Read(AdapterSpec spec)
    {
        var settings = spec.ReadSettings<SystemdSettings>();
        return !settings.Unit.StartsWith('-') && Pattern.MatchesAny(options.AllowedUnits, settings.Unit) ? settings : throw new AdapterException(
            "the server's settings do not allow plans to start or stop it", $"unit '{settings.Unit}'",
            "Have the server's administrator add it to the setting 'AllowedUnits'", isTransient: false);
    }

    private StateWait Wait(SystemdSettings settings, StepScope scope) =>
        new($"unit '{settings.Unit}'", token => StateAsync(settings, scope, token), settings.Health.Timeout);

    private async Task<ComputeState> StateAsync(SystemdSettings settings, StepScope scope, CancellationToken cancellation)
    {
        // is-active prints the state and ends with 0 for active, else with 3 or 4.
        var result = await SystemctlAsync("is-active", settings, cancellation);
        return result.Output.Trim() switch
        {
            "active" => await HealthProbe.IsHealthyAsync(settings.Health, settings.Address, scope, cancellation) ? ComputeState.Running : ComputeState.Unhealthy,
            "inactive" or "failed" or "unknown" => ComputeState.Stopped,
            "activating" or "deactivating" or "reloading" or "refreshing" or "maintenance" => ComputeState.Unhealthy,
            _ => throw Failed("is-active", settings, scope, result),
        };
    }

    private async Task DoAsync(string verb, SystemdSettings settings, StepScope scope, CancellationToken cancellation)
    {
        var result = await SystemctlAsync(verb, settings, cancellation);
        if (result.ExitCode != 0)
        {
            throw Failed(verb, settings, scope, result);
        }
    }

    private Task<CommandResult> SystemctlAsync(string verb, SystemdSettings settings, CancellationToken cancellation)
    {
        var environment = CommandEnvironment.Inherited(new AllowedCommand());
        var line = new CommandLine(options.SystemctlPath, ["--no-ask-password", verb, "--", settings.Unit], "/", environment);
        return ProgramRunner.RunAsync(line, $"{options.HubMark}.systemctl.{settings.Unit}.{verb}", $"unit '{settings.Unit}'", Limit, cancellation);
    }

    private static AdapterException Failed(string verb, SystemdSettings settings, StepScope scope, CommandResult result) => new(
        $"systemctl {verb} ended with exit code {result.ExitCode}: {Text.FirstLine(scope.Secrets.Redact(result.ErrorOutput))}", $"unit '{settings.Unit}'",
        $"See 'journalctl -u {settings.Unit}' on the server, and that its user may manage the unit", isTransient: false);
}

using System.Text.RegularExpressions;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>
/// Workloads that are processes on the orchestrator's own machine. They are detached from the server, outlive it, and are
/// found again after its restart; a crash between start and bookkeeping never starts one twice.
/// </summary>
internal sealed partial class ProcessAdapter(CommandPolicy policy, LocalAdapterOptions options) : IComputeAdapter
{
    /// <inheritdoc/>
    public string Kind => "process";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(ProcessSettings));

    /// <inheritdoc/>
    public async Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var workload = Identify(spec, scope);
        var call = new CommandCall
        {
            Command = workload.Settings.Command,
            Arguments = workload.Settings.Arguments,
            WorkingDirectory = workload.Settings.WorkingDirectory,
            Environment = workload.Settings.Environment,
        };
        var line = await policy.AllowAsync(call, scope, cancellation);
        using var turn = await FileLock.AcquireAsync(workload.LockPath, cancellation);
        await new ProcessStarter(workload, line, scope).StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var workload = Identify(spec, scope);
        using var turn = await FileLock.AcquireAsync(workload.LockPath, cancellation);
        await ProcessStopper.StopAsync(workload, cancellation);
        if (workload.Settings.Address is { } address && await HealthProbe.AcceptsAsync(address, cancellation))
        {
            throw new AdapterException(
                "nothing of it runs, but something else serves at its address", $"{workload.Subject} at {address}",
                "If that is the workload, started by somebody else, say in the plan how to find it: 'pidFile' or 'port'", isTransient: false);
        }
    }

    /// <inheritdoc/>
    public async Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var workload = Identify(spec, scope);
        if (workload.FindProcesses().Count == 0)
        {
            return ComputeState.Stopped;
        }

        return await HealthProbe.IsHealthyAsync(workload.Settings.Health, workload.Settings.Address, scope, cancellation) ? ComputeState.Running : ComputeState.Unhealthy;
    }

    /// <inheritdoc/>
    public string? GetAddress(AdapterSpec spec) => spec.ReadSettings<ProcessSettings>().Address;

    private Workload Identify(AdapterSpec spec, StepScope scope)
    {
        var settings = spec.ReadSettings<ProcessSettings>();
        var (_, allowed) = policy.Find(settings.Command);
        var side = scope.SideOf(spec);
        var own = settings.Name ?? $"{scope.Plan.Name}.{side.ToString().ToLowerInvariant()}";
        var name = side == Side.Target ? scope.TargetName(own) : own;
        if (!NamePattern().IsMatch(name))
        {
            throw new AdapterException("this is no valid name", $"process '{name}'", "Use letters, digits, '.', '_' and '-'", isTransient: false);
        }

        var folder = Path.Combine(options.StateFolder, "processes");
        Directory.CreateDirectory(folder);
        return new Workload(name, settings.Name is null ? $"{options.HubMark}.{name}" : name, folder, allowed, settings);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\\z")]
    private static partial Regex NamePattern();
}

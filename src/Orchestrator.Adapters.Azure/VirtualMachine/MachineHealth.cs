using System.Globalization;
using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Looks whether a machine serves, and waits until it does.</summary>
/// <param name="machine">The machine.</param>
internal sealed class MachineHealth(Machine machine)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private DateTimeOffset Now => machine.Arm.Connector.Time.GetUtcNow();

    /// <summary>Whether the plan says how to see that it serves.</summary>
    public bool IsAsked => machine.Settings is not { Address: null, Health: { Script.Count: 0, Url: null, Tcp: null } };

    /// <summary>Looks from outside, without its script, which takes a minute.</summary>
    /// <param name="view">What Azure sees.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public async Task<string?> GlanceAsync(MachineView view, CancellationToken cancellation)
    {
        if (!view.IsRunning)
            return $"its power state is {view.Power}";
        if (!view.IsAgentReady && (machine.Health is not null || machine.Shutdown is not null))
            return "the agent in it, which runs the plan's scripts, is not ready";
        return await HealthLook.LookAsync(machine.Settings, machine.Arm.Scope, cancellation);
    }

    /// <summary>Looks, with its script.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    /// <exception cref="OperationPendingException">Its script runs.</exception>
    public async Task<string?> LookAsync(CancellationToken cancellation)
    {
        if (await machine.LookAsync(cancellation) is not { } view)
            return "there is no such machine any more";
        if (await GlanceAsync(view, cancellation) is { } problem)
            return problem;
        return machine.Health is { } script ? await AskAsync(script, cancellation) : null;
    }

    /// <summary>Requires that it serves.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it does.</returns>
    /// <exception cref="OperationPendingException">It does not yet.</exception>
    /// <exception cref="AdapterException">It does not, and the time for it is over.</exception>
    public async Task AwaitAsync(CancellationToken cancellation)
    {
        if (machine.Journal.RunsSince is null)
            machine.Journal = machine.Journal with { RunsSince = Now };
        if (await LookAsync(cancellation) is not { } problem)
            return;
        var (since, settings) = (machine.Journal.RunsSince ?? Now, machine.Settings.Health);
        if (Now - since >= settings.Timeout)
        {
            machine.Journal = machine.Journal with { RunsSince = null }; // a retry has all of the time
            throw new AdapterException(
                $"it runs since {Moment(since)} and is not healthy: {problem}", machine.Subject,
                $"Look into it: az vm get-instance-view --ids {machine.Id}; mend it, or the plan's 'health', then retry the step", isTransient: false);
        }

        var wait = settings.Interval > ShortestInterval ? settings.Interval : ShortestInterval;
        throw new OperationPendingException($"{machine.Subject}: runs since {Moment(since)} and is not healthy yet: {problem}", wait);
    }

    private async Task<string?> AskAsync(GuestScript script, CancellationToken cancellation)
    {
        var guest = new GuestScripts(machine.Arm);
        var result = await guest.TryAsync(script, cancellation);
        await guest.ForgetAsync(script, cancellation); // the next look is a new one
        return result.IsSuccess ? null : $"its health script: {result.InWords(machine.Arm.Scope.Secrets)}";
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

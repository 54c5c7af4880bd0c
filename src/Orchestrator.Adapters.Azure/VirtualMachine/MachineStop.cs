using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Stops a machine: its application first, where the plan says how.</summary>
/// <param name="machine">The machine.</param>
internal sealed class MachineStop(Machine machine)
{
    private readonly GuestScripts _guest = new(machine.Arm);

    /// <summary>Stops it, from wherever it is.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it runs.</returns>
    /// <exception cref="OperationPendingException">It is on its way.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await machine.Arm.SettleAsync(machine.Start, cancellation);
        if (machine.Health is { } health)
            await _guest.ForgetAsync(health, cancellation);
        if (await machine.LookAsync(cancellation) is { IsRunning: true } view)
            await ShutDownAsync(view, cancellation);
        await PowerOffAsync(cancellation);
        machine.Journal = new();
    }

    /// <summary>Stops the machine without asking its application.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it runs, or there is no such machine.</returns>
    /// <exception cref="OperationPendingException">It is on its way.</exception>
    public async Task PowerOffAsync(CancellationToken cancellation)
    {
        if (await machine.LookAsync(cancellation) is null)
            return;
        await machine.Arm.RunAsync(machine.Stop, cancellation);
        if (machine.Shutdown is { } shutdown)
            await _guest.ForgetAsync(shutdown, cancellation);
        // What ended well may be long ago: somebody may have started it since.
        if (await machine.LookAsync(cancellation) is not { IsStopped: false } view)
            return;
        machine.Journal = machine.Journal with { IsShutdownBegun = false, IsShutDown = false };
        throw new AdapterException($"its power state is {view.Power} after it was stopped", machine.Subject, "It is stopped again; see who starts it: az monitor activity-log list --resource-id ID", isTransient: true);
    }

    private async Task ShutDownAsync(MachineView view, CancellationToken cancellation)
    {
        // A machine whose start has failed has no application to ask.
        if (machine.Shutdown is not { } script || machine.Journal is { IsShutDown: true } or { Failure: not null })
            return;
        if (!view.IsAgentReady)
            throw new AdapterException(
                "the agent in it is not ready, so that its application cannot be shut down", machine.Subject,
                "It is tried again; mend the agent (https://aka.ms/vm-agent), or shut the application and the machine down by hand", isTransient: true);
        machine.Journal = machine.Journal with { IsShutdownBegun = true };
        await _guest.RunAsync(script, cancellation);
        machine.Journal = machine.Journal with { IsShutDown = true };
    }
}

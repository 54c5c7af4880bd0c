using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Starts a machine, waits until it serves, and takes a start back that has failed.</summary>
/// <param name="machine">The machine.</param>
/// <param name="bootLog">Reads its boot log.</param>
internal sealed class MachineStart(Machine machine, BootLog bootLog)
{
    private readonly MachineHealth _health = new(machine);
    private readonly MachineStop _stop = new(machine);

    /// <summary>Starts it, from wherever it is.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it serves.</returns>
    /// <exception cref="OperationPendingException">It is on its way.</exception>
    /// <exception cref="AdapterException">It does not start or does not serve; if this start made it run, it is stopped again.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (machine.Journal.Failure is { } former)
            throw await TakeBackAsync(former, cancellation);
        await EndStopAsync(cancellation);
        try
        {
            await PowerOnAsync(cancellation);
            await _health.AwaitAsync(cancellation);
        }
        catch (AdapterException error) when (!error.IsTransient && machine.Journal.IsStarting)
        {
            throw await FailAsync(error, cancellation);
        }

        machine.Journal = new();
    }

    // A stop that was begun is let end. An application that was shut down comes back with a boot, unless it serves again.
    private async Task EndStopAsync(CancellationToken cancellation)
    {
        await machine.Arm.SettleAsync(machine.Stop, cancellation);
        if (!machine.Journal.IsShutdownBegun)
            return;
        if (machine.Shutdown is { } shutdown)
            await new GuestScripts(machine.Arm).ForgetAsync(shutdown, cancellation);
        var isServing = !machine.Journal.IsShutDown && _health.IsAsked && await _health.LookAsync(cancellation) is null;
        if (!isServing)
            await _stop.PowerOffAsync(cancellation);
        machine.Journal = new();
    }

    private async Task PowerOnAsync(CancellationToken cancellation)
    {
        var view = await machine.LookAsync(cancellation) ?? throw new AdapterException(
            "there is no such machine", machine.Subject, $"Check the plan and what should have made it: az vm show --ids {machine.Id}", isTransient: false);
        if (!machine.Journal.IsStarting && !view.IsRunning)
            machine.Journal = machine.Journal with { IsStarting = true };
        await machine.Arm.RunAsync(machine.Start, cancellation);
        // What ended well may be long ago: somebody may have stopped it since.
        if (machine.Journal.RunsSince is null && await machine.LookAsync(cancellation) is { IsRunning: false } after)
            throw new AdapterException($"its power state is {after.Power} after it was started", machine.Subject, "It is started again; see who stops it: az monitor activity-log list --resource-id ID", isTransient: true);
    }

    private async Task<OrchestratorException> FailAsync(AdapterException error, CancellationToken cancellation)
    {
        var log = await bootLog.ReadAsync(machine, cancellation);
        var failure = new FailedStart($"{error.Problem}; {log}", error.Subject, error.Remedy);
        machine.Journal = machine.Journal with { Failure = failure };
        return await TakeBackAsync(failure, cancellation);
    }

    private async Task<OrchestratorException> TakeBackAsync(FailedStart failure, CancellationToken cancellation)
    {
        await _stop.PowerOffAsync(cancellation);
        await machine.Arm.SettleAsync(machine.Start, cancellation);
        machine.Journal = new();
        return failure.ToError();
    }
}

using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.RunCommand;

/// <summary>
/// Runs scripts inside of machines. A script that was started is followed, over restarts too, and its result stays known
/// until it is forgotten.
/// </summary>
/// <param name="arm">The step.</param>
internal sealed class GuestScripts(ArmSession arm)
{
    /// <summary>Runs a script and requires that it ends well.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellation">Gives up looking; the script goes on.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationPendingException">It runs.</exception>
    /// <exception cref="AdapterException">It cannot be run, or ended badly; the next run starts it anew.</exception>
    public async Task<GuestResult> RunAsync(GuestScript script, CancellationToken cancellation)
    {
        var result = await TryAsync(script, cancellation);
        if (result.IsSuccess)
            return result;
        await ForgetAsync(script, cancellation);
        throw new AdapterException(
            result.InWords(arm.Scope.Secrets), script.What,
            $"Mend it in the machine, or the script in the plan; run it by hand: az vm run-command invoke --ids {script.MachineId} --command-id {ScriptText.CommandOf(script.Os)} --scripts LINES",
            result.IsTransient);
    }

    /// <summary>Runs a script, however it ends.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellation">Gives up looking; the script goes on.</param>
    /// <returns>How it ended; the same until it is forgotten.</returns>
    /// <exception cref="OperationPendingException">It runs.</exception>
    /// <exception cref="AdapterException">It cannot be run.</exception>
    public async Task<GuestResult> TryAsync(GuestScript script, CancellationToken cancellation)
    {
        var answer = await arm.RunAsync(OperationOf(script), cancellation);
        if (answer is not null && GuestResult.Of(answer) is { } result)
            return result;
        await ForgetAsync(script, cancellation);
        throw new AdapterException("Azure no longer tells how the script ended", script.What, "It is run again", isTransient: true);
    }

    /// <summary>Lets a script end, if it runs, and forgets it. Fine when it never ran.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it does not run.</returns>
    /// <exception cref="OperationPendingException">It runs.</exception>
    public Task ForgetAsync(GuestScript script, CancellationToken cancellation) => arm.SettleAsync(OperationOf(script), cancellation);

    private LongOperation OperationOf(GuestScript script) => new()
    {
        Key = script.Key,
        What = script.What,
        Limit = script.Limit,
        Start = async cancellation =>
        {
            var input = new RunCommandInput(ScriptText.CommandOf(script.Os));
            foreach (var line in ScriptText.LinesOf(script, arm.Scope.OperationId))
                input.Script.Add(line);
            var machine = arm.Client.GetVirtualMachineResource(new ResourceIdentifier(script.MachineId));
            return ArmAnswer.Of(await machine.RunCommandAsync(WaitUntil.Started, input, cancellation));
        },
    };
}

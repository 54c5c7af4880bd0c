using System.Globalization;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.RunCommand;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Runs the scripts that follow a deployment, one after the other.</summary>
/// <param name="place">Where to.</param>
internal sealed class TemplateHooks(TemplatePlace place)
{
    private const string MachineType = "Microsoft.Compute/virtualMachines";

    private readonly GuestScripts _scripts = new(place.Arm);

    /// <summary>Runs those that have not ended well yet.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when all have.</returns>
    /// <exception cref="Core.Ports.OperationPendingException">One runs.</exception>
    /// <exception cref="Core.Ports.AdapterException">One ended badly; the next run begins with it.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var done = place.Record!.HooksDone; done < place.Settings.Afterwards.Count; done++)
        {
            var hook = place.Settings.Afterwards[done];
            var id = ResourceIds.Parse(await place.Arm.Scope.ExpandAsync(hook.Vm, cancellation), MachineType);
            var script = Script(done, id.ToString(), hook);
            await _scripts.RunAsync(script, cancellation);
            place.Record = place.Record! with { HooksDone = done + 1 };
            await _scripts.ForgetAsync(script, cancellation);
        }
    }

    /// <summary>Lets one that runs end: its machine may be about to go.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when none runs.</returns>
    /// <exception cref="Core.Ports.OperationPendingException">One runs.</exception>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        foreach (var (index, hook) in place.Settings.Afterwards.Index())
            await _scripts.ForgetAsync(Script(index, hook.Vm, hook), cancellation);
    }

    private GuestScript Script(int index, string machineId, TemplateHook hook) => new()
    {
        MachineId = machineId,
        Key = $"{place.Kind}.{place.Group}.afterwards.{index.ToString(CultureInfo.InvariantCulture)}",
        What = string.Create(CultureInfo.InvariantCulture, $"Running script {index + 1} of 'afterwards' in {machineId}"),
        Os = hook.Os,
        Lines = hook.Script,
    };
}

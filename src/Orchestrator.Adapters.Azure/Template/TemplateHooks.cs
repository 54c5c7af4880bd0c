using System.Globalization;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Runs what follows a deployment, one after the other: scripts in machines and commands of the host.</summary>
/// <param name="place">Where to.</param>
/// <param name="commands">Runs the commands.</param>
internal sealed class TemplateHooks(TemplatePlace place, TemplateCommands commands)
{
    private const string MachineType = "Microsoft.Compute/virtualMachines";
    private const string NotWhole = "it has to be either a script in a machine or a command of the host";
    private const string Either = "Give either vm and script, or command with arguments, timeLimit and undo";

    private readonly GuestScripts _scripts = new(place.Arm);

    private IReadOnlyList<TemplateHook> All => place.Settings.Afterwards;

    /// <summary>Looks what is in the way of running them. Runs nothing.</summary>
    /// <returns>What is.</returns>
    public IEnumerable<Finding> FindObstacles() => All.Index().Where(hook => !hook.Item.IsWhole)
        .Select(hook => new Finding(Name(hook.Index), NotWhole, Either, IsBlocking: true))
        .Concat(All.SelectMany(hook => new[] { hook.Command, hook.Undo?.Command }).OfType<string>().Distinct().Select(commands.FindObstacle).OfType<Finding>());

    /// <summary>Runs those that have not ended well yet.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when all have.</returns>
    /// <exception cref="OperationPendingException">One runs.</exception>
    /// <exception cref="AdapterException">One ended badly; the next run begins with it.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var index = place.Record!.HooksDone; index < All.Count; index++)
        {
            var hook = All[index];
            if (!hook.IsWhole)
                throw new AdapterException(NotWhole, Name(index), Either, isTransient: false);
            place.Record = place.Record! with { HooksBegun = index + 1 };
            if (hook.Command is not null)
                await commands.RunAsync(index, hook, cancellation);
            else
                await RunScriptAsync(index, hook, cancellation);
            place.Record = place.Record! with { HooksDone = index + 1 };
        }
    }

    /// <summary>Lets a script that runs end and ends a command: their machine may be about to go. Then takes back what commands did, the last first.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when none runs and all is taken back.</returns>
    /// <exception cref="OperationPendingException">One runs.</exception>
    /// <exception cref="AdapterException">A command cannot be ended, or cannot be taken back.</exception>
    public async Task UndoAsync(CancellationToken cancellation)
    {
        foreach (var (index, hook) in All.Index().Where(hook => hook.Item.Script is not null))
            await _scripts.ForgetAsync(Script(index, hook.Vm!, hook), cancellation);
        for (var begun = Math.Min(place.Record!.HooksBegun, All.Count); begun > 0; begun--)
        {
            var hook = All[begun - 1];
            if (hook.Command is not null && begun > place.Record!.HooksDone)
                await commands.StopAsync(begun - 1, hook, cancellation);
            await commands.UndoAsync(begun - 1, hook, cancellation);
            place.Record = place.Record! with { HooksBegun = begun - 1, HooksDone = Math.Min(place.Record!.HooksDone, begun - 1) };
        }
    }

    private async Task RunScriptAsync(int index, TemplateHook hook, CancellationToken cancellation)
    {
        var id = ResourceIds.Parse(await place.Arm.Scope.ExpandAsync(hook.Vm!, cancellation), MachineType);
        var script = Script(index, id.ToString(), hook);
        await _scripts.RunAsync(script, cancellation);
        // Noted before its result is forgotten, so that a kill between the two does not run it again.
        place.Record = place.Record! with { HooksDone = index + 1 };
        await _scripts.ForgetAsync(script, cancellation);
    }

    private GuestScript Script(int index, string machineId, TemplateHook hook) => new()
    {
        MachineId = machineId,
        Key = $"{place.Kind}.{place.Group}.afterwards.{index.ToString(CultureInfo.InvariantCulture)}",
        What = $"Running script {Number(index)} of 'afterwards' in {machineId}",
        Os = hook.Os,
        Lines = hook.Script!,
    };

    private static string Name(int index) => $"infrastructure.afterwards, entry {Number(index)}";

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}

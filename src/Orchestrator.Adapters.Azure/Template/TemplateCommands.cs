using System.Globalization;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Runs the commands of the host that follow a deployment, as far as its settings allow.</summary>
/// <param name="place">Where the deployment goes to.</param>
/// <param name="runner">Runs commands; <see langword="null"/> when this host runs none.</param>
internal sealed class TemplateCommands(TemplatePlace place, ICommandRunner? runner)
{
    private const string Doing = "afterwards";
    private const string Undoing = "undo";

    // EX_TEMPFAIL of sysexits.h, as for the commands of plans: trying again may help.
    private const int TemporaryFailure = 75;
    private const int TailLength = 2000;

    private StepScope Scope => place.Arm.Scope;

    /// <summary>Looks whether a command may be run here. Runs nothing.</summary>
    /// <param name="command">Its name.</param>
    /// <returns>What is in the way; <see langword="null"/> when nothing is.</returns>
    public Finding? FindObstacle(string command) => runner is not null ? runner.FindObstacle(command)
        : new($"command '{command}'", "this host runs no commands", "Use a host that does (orchestrator serve), or a script by Run Command: vm and script", IsBlocking: true);

    /// <summary>Runs the command of a hook.</summary>
    /// <param name="index">Which hook it is.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that completes when it has ended well.</returns>
    /// <exception cref="AdapterException">It may not be run, ended badly or takes too long; the next run starts it anew.</exception>
    public Task RunAsync(int index, TemplateHook hook, CancellationToken cancellation) =>
        RunAsync(Request(index, Doing, hook.Command!) with { Arguments = hook.Arguments, TimeLimit = hook.TimeLimit }, cancellation);

    /// <summary>Takes back what the command of a hook did, where the plan says how.</summary>
    /// <param name="index">Which hook it is.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that completes when that has ended well.</returns>
    /// <exception cref="AdapterException">It may not be run, ended badly or takes too long; the next run starts it anew.</exception>
    public async Task UndoAsync(int index, TemplateHook hook, CancellationToken cancellation)
    {
        if (hook.Undo is { } undo)
            await RunAsync(Request(index, Undoing, undo.Command) with { Arguments = undo.Arguments, TimeLimit = undo.TimeLimit }, cancellation);
    }

    /// <summary>Ends what a killed host left running of a hook's command.</summary>
    /// <param name="index">Which hook it is.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it runs.</returns>
    /// <exception cref="AdapterException">It cannot be ended.</exception>
    public Task StopAsync(int index, TemplateHook hook, CancellationToken cancellation) =>
        Runner(hook.Command!).StopAsync(Request(index, Doing, hook.Command!), Scope, cancellation);

    private async Task RunAsync(CommandRequest request, CancellationToken cancellation)
    {
        var outcome = await Runner(request.Command).RunAsync(request, Scope, cancellation);
        if (outcome.ExitCode == 0)
            return;
        var told = Scope.Secrets.Redact(outcome.ErrorOutput).Trim();
        throw new AdapterException(
            string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {outcome.ExitCode}. Its last output: {(told.Length > TailLength ? told[^TailLength..] : told)}"),
            $"command '{request.Command}' after the deployment to {place.Group}",
            "See what it says and retry the step, which begins with it; a command that ends with 75 is retried by itself",
            isTransient: outcome.ExitCode == TemporaryFailure);
    }

    private ICommandRunner Runner(string command) => runner
        ?? throw (FindObstacle(command) is { } missing ? new AdapterException(missing.Problem, missing.Subject, missing.Remedy, isTransient: false) : new InvalidOperationException());

    private CommandRequest Request(int index, string action, string command)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{place.Kind}.{place.Group}.{action}.{index}");
        return new(command, key)
        {
            Environment = new Dictionary<string, string>
            {
                ["ORCHESTRATOR_OPERATION_ID"] = $"{Scope.MigrationId}.{key}",
                ["ORCHESTRATOR_MIGRATION_ID"] = Scope.MigrationId,
                ["ORCHESTRATOR_STEP"] = Scope.Step,
                ["ORCHESTRATOR_ACTION"] = action,
                ["ORCHESTRATOR_WORKLOAD"] = Scope.Plan.Name,
                ["ORCHESTRATOR_REHEARSAL"] = Scope.IsRehearsal ? "true" : "false",
                ["ORCHESTRATOR_OUTPUTS"] = DurableJson.Write(OutputsThatAreNoSecrets())!,
            },
        };
    }

    private Dictionary<string, string> OutputsThatAreNoSecrets() =>
        (place.Record?.Outputs ?? new Dictionary<string, string?>()).Where(output => output.Value is not null).ToDictionary(output => output.Key, output => output.Value!);
}

using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Decides which programs plans may run. Nothing that the server's own settings do not name.</summary>
/// <param name="commands">The allowed commands, by name.</param>
/// <threadsafety>Immutable, as long as the settings are.</threadsafety>
internal sealed class CommandPolicy(IReadOnlyDictionary<string, AllowedCommand> commands)
{
    /// <summary>Makes what a plan asks for ready to run.</summary>
    /// <param name="call">What the plan asks for.</param>
    /// <param name="scope">Expands placeholders and secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The program with its arguments and environment.</returns>
    /// <exception cref="AdapterException">The settings do not allow it.</exception>
    public async Task<CommandLine> AllowAsync(CommandCall call, StepScope scope, CancellationToken cancellation)
    {
        var (name, allowed) = Find(call.Command);
        var path = RealPath.Of(allowed.Path) ?? throw Refuse(
            call.Command, "the program does not exist on this server", $"Install {allowed.Path} or correct the server setting 'AllowedCommands:{name}:Path'");
        if (call.Arguments.Count > 0 && !allowed.AllowArguments)
        {
            throw Refuse(call.Command, "the server's settings allow it without arguments only", $"Remove the arguments, or set 'AllowedCommands:{name}:AllowArguments'");
        }

        var arguments = allowed.Arguments.ToList();
        foreach (var argument in call.Arguments)
        {
            arguments.Add(await ExpandArgumentAsync(call.Command, argument, scope, cancellation));
        }

        var folder = WorkingDirectory(name, allowed, path, call);
        var environment = await EnvironmentAsync(name, allowed, call, scope, cancellation);
        return new CommandLine(allowed.Path, arguments, folder, environment);
    }

    /// <summary>Finds an allowed command without preparing it.</summary>
    /// <param name="nameOrPath">What a plan gives.</param>
    /// <returns>Its name and the setting.</returns>
    /// <exception cref="AdapterException">The settings do not allow it.</exception>
    public (string Name, AllowedCommand Command) Find(string nameOrPath)
    {
        if (commands.TryGetValue(nameOrPath, out var named))
        {
            return (nameOrPath, named);
        }

        var real = Path.IsPathRooted(nameOrPath) ? RealPath.Of(nameOrPath) : null;
        var samePath = commands.Where(pair => real is not null && RealPath.Of(pair.Value.Path) == real).ToList();
        return samePath switch
        {
            [var only] => (only.Key, only.Value),
            [] => throw Refuse(nameOrPath, "the server's settings do not allow plans to run it", "Have the server's administrator add it to the setting 'AllowedCommands', and use its name there"),
            _ => throw Refuse(nameOrPath, "several allowed commands have this path", $"Use a name: {string.Join(", ", samePath.Select(pair => pair.Key))}"),
        };
    }

    private static string WorkingDirectory(string name, AllowedCommand allowed, string path, CommandCall call)
    {
        var root = allowed.WorkingDirectory is null ? Path.GetDirectoryName(path)! : RealPath.Of(allowed.WorkingDirectory);
        if (root is null)
        {
            throw Refuse(call.Command, "its working directory does not exist", $"Make {allowed.WorkingDirectory} or correct the server setting 'AllowedCommands:{name}:WorkingDirectory'");
        }

        if (call.WorkingDirectory is null)
        {
            return root;
        }

        var wanted = RealPath.Of(Path.GetFullPath(call.WorkingDirectory, root));
        return wanted is not null && Directory.Exists(wanted) && allowed.WorkingDirectory is not null && RealPath.IsWithin(wanted, root)
            ? wanted
            : throw Refuse(call.Command, $"the server's settings do not allow the working directory {call.WorkingDirectory}", $"Use a folder beneath the setting 'AllowedCommands:{name}:WorkingDirectory'");
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(
        string name, AllowedCommand allowed, CommandCall call, StepScope scope, CancellationToken cancellation)
    {
        var environment = CommandEnvironment.Inherited(allowed);
        foreach (var (variable, value) in call.Environment)
        {
            if (CommandEnvironment.IsDangerous(variable) || !Pattern.MatchesAny(allowed.AllowedEnvironment, variable))
            {
                throw Refuse(
                    call.Command, $"plans may not set its environment variable {variable}",
                    $"Remove it, or add it to the server setting 'AllowedCommands:{name}:AllowedEnvironment' (variables that change which code is loaded stay refused)");
            }

            environment[variable] = await scope.ExpandAsync(value, cancellation);
        }

        return environment;
    }

    private static async Task<string> ExpandArgumentAsync(string command, string argument, StepScope scope, CancellationToken cancellation)
    {
        var expanded = await scope.ExpandAsync(argument, cancellation);
        return scope.Secrets.Redact(expanded) == expanded
            ? expanded
            : throw Refuse(command, "an argument holds a secret, which everybody on the machine could see", "Give it in 'environment' instead");
    }

    private static AdapterException Refuse(string command, string problem, string remedy) =>
        new(problem, $"command '{command}'", remedy, isTransient: false);
}

using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Runs the commands of all roles, as far as the policy allows.</summary>
/// <param name="policy">What may be run.</param>
/// <param name="options">Tells this hub from others on the machine.</param>
internal sealed class CommandRunner(CommandPolicy policy, LocalAdapterOptions options)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: trying again may help.</summary>
    private const int TemporaryFailure = 75;
    private const int TailLength = 2000;
    private readonly KeyedLock _operations = new();

    /// <summary>Runs a command that must end with exit code 0.</summary>
    /// <returns>What it wrote to standard output. May hold secrets.</returns>
    /// <exception cref="AdapterException">It may not be run, fails, or takes too long.</exception>
    public async Task<string> RunAsync(CommandCall call, Operation operation, StepScope scope, CancellationToken cancellation) =>
        (await RunAnyAsync(call, operation, scope, [0], cancellation)).Output;

    /// <summary>Runs a command that prints a JSON document.</summary>
    /// <exception cref="AdapterException">It may not be run, fails, takes too long, or prints something else.</exception>
    public async Task<T> RunForAsync<T>(CommandCall call, Operation operation, StepScope scope, CancellationToken cancellation)
        where T : class =>
        Json.Read<T>(await RunAsync(call, operation, scope, cancellation), Subject(call, operation));

    /// <summary>Runs a command that may end with any of some exit codes.</summary>
    /// <exception cref="AdapterException">It may not be run, ends otherwise, or takes too long.</exception>
    public async Task<CommandResult> RunAnyAsync(
        CommandCall call, Operation operation, StepScope scope, int[] exitCodes, CancellationToken cancellation)
    {
        var allowed = await policy.AllowAsync(call, scope, cancellation);
        var line = allowed with { Environment = EnvironmentOf(allowed, operation, scope) };
        var mark = $"{options.HubMark}.command.{operation.IdIn(scope)}";
        using var turn = await _operations.AcquireAsync(mark, cancellation);
        var result = await ProgramRunner.RunAsync(line, mark, Subject(call, operation), call.TimeLimit, cancellation);
        return exitCodes.Contains(result.ExitCode) ? result : throw Failed(call, operation, scope, result);
    }

    private static Dictionary<string, string> EnvironmentOf(CommandLine line, Operation operation, StepScope scope)
    {
        var environment = line.Environment.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in operation.Facts(scope))
        {
            environment[VariableName(name)] = value is bool flag ? (flag ? "true" : "false") : (string)value;
        }

        foreach (var (name, value) in operation.Variables)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static AdapterException Failed(CommandCall call, Operation operation, StepScope scope, CommandResult result) => new(
        $"it ended with exit code {result.ExitCode}. Its last output: {Text.Tail(scope.Secrets.Redact(result.ErrorOutput), TailLength)}",
        Subject(call, operation),
        "See what it says and retry; a command that ends with 75 is retried by itself",
        isTransient: result.ExitCode == TemporaryFailure);

    private static string Subject(CommandCall call, Operation operation) => $"command '{call.Command}' ({operation.Action})";

    private static string VariableName(string name) =>
        "ORCHESTRATOR_" + string.Concat(name.Select(letter => char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}

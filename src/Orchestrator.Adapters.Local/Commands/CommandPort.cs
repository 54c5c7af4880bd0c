using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Runs commands for other adapters, as far as the policy allows.</summary>
/// <param name="policy">What may be run.</param>
/// <param name="options">Tells this hub from others on the machine.</param>
internal sealed class CommandPort(CommandPolicy policy, LocalAdapterOptions options) : ICommandRunner
{
    private readonly KeyedLock _keys = new();

    /// <inheritdoc/>
    public Finding? FindObstacle(string command)
    {
        try
        {
            var (name, allowed) = policy.Find(command);
            return RealPath.Of(allowed.Path) is not null ? null : new Finding(
                $"command '{command}'",
                "the program does not exist on this server",
                $"Install {allowed.Path} or correct the server setting 'AllowedCommands:{name}:Path'",
                IsBlocking: true);
        }
        catch (AdapterException error)
        {
            return new Finding(error.Subject, error.Problem, error.Remedy, IsBlocking: true);
        }
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> RunAsync(CommandRequest request, StepScope scope, CancellationToken cancellation)
    {
        var line = await PrepareAsync(request, scope, cancellation);
        var mark = MarkOf(request, scope);
        using var turn = await _keys.AcquireAsync(mark, cancellation);
        var result = await ProgramRunner.RunAsync(line, mark, $"command '{request.Command}'", request.TimeLimit, cancellation);
        return new(result.ExitCode, result.Output, result.ErrorOutput);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CommandRequest request, StepScope scope, CancellationToken cancellation)
    {
        var line = await PrepareAsync(request, scope, cancellation);
        var mark = MarkOf(request, scope);
        using var turn = await _keys.AcquireAsync(mark, cancellation);
        await ProgramRunner.EndLeftoversAsync(line, mark, cancellation);
    }

    private async Task<CommandLine> PrepareAsync(CommandRequest request, StepScope scope, CancellationToken cancellation)
    {
        var call = new CommandCall { Command = request.Command, Arguments = request.Arguments };
        var allowed = await policy.AllowAsync(call, scope, cancellation);
        var environment = allowed.Environment.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in request.Environment)
        {
            environment[name] = value;
        }

        return allowed with
        {
            Environment = environment,
            OnLine = request.OnLine,
            Head = [.. allowed.Arguments.Take(allowed.Arguments.Count - request.Arguments.Count)],
        };
    }

    private string MarkOf(CommandRequest request, StepScope scope) => $"{options.HubMark}.tool.{scope.MigrationId}.{request.Key}";
}

using System.CommandLine;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Local.Cli.Verbs;

namespace Orchestrator.Local.Cli;

/// <summary>The <c>orchestrator</c> command line.</summary>
internal static class CommandLine
{
    private static readonly Func<CliHost, Command>[] Client =
    [
        ValidateVerb.Create, AssessVerb.Create, StartVerb.Create, ListVerb.Create, StatusVerb.Create,
        GateVerbs.Approve, GateVerbs.Reject, StepVerbs.Retry, StepVerbs.Skip, RollbackVerb.Create,
        SteerVerbs.Pause, SteerVerbs.Resume, SteerVerbs.Cancel, SteerVerbs.Finalize,
        ReportVerb.Create, SchemaVerb.Create, KeysVerb.Create,
    ];

    /// <summary>The verbs that talk to a server, or need none.</summary>
    public static IEnumerable<Func<CliHost, Command>> ClientVerbs => Client.Select(create => WithOptions(create));

    /// <summary>Runs a command line.</summary>
    /// <param name="args">What was written.</param>
    /// <param name="host">The outside.</param>
    /// <param name="verbs">All verbs, in the order in which help shows them.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CliHost host, IEnumerable<Func<CliHost, Command>> verbs)
    {
        var root = new RootCommand("Migrates workloads: every step with its undo, people at the gates, proof at the end.");
        foreach (var create in verbs)
            root.Add(create(host));
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.BadInput : code;
        }
        catch (CliException error)
        {
            return Explain(error, host, parsed.GetValue(CliOptions.Json));
        }
        catch (OrchestratorException error)
        {
            return Explain(new CliException(ExitCodes.Failed, error.Message, inner: error), host, parsed.GetValue(CliOptions.Json));
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (Exception error)
        {
            host.Error.WriteLine($"Something went wrong that should not have. Please report it: {error}");
            return ExitCodes.Failed;
        }
    }

    // Not on the root: the server's own verbs have options of the same names and other meanings.
    private static Func<CliHost, Command> WithOptions(Func<CliHost, Command> create) => host =>
    {
        var command = create(host);
        command.Add(CliOptions.Url);
        command.Add(CliOptions.Key);
        command.Add(CliOptions.Data);
        command.Add(CliOptions.Json);
        return command;
    };

    private static int Explain(CliException error, CliHost host, bool json)
    {
        if (json)
        {
            host.Error.WriteLine(JsonSerializer.Serialize(new { error = error.Message, error.Remedy, Problems = error.Problems.Count > 0 ? error.Problems : null, error.ExitCode }, DurableJson.Options));
            return error.ExitCode;
        }

        host.Error.WriteLine(Safe.Line(error.Message));
        foreach (var problem in error.Problems)
            host.Error.WriteLine(Safe.Line(problem.ToString()));
        if (error.Remedy is not null)
            host.Error.WriteLine(Safe.Line(error.Remedy));
        return error.ExitCode;
    }
}

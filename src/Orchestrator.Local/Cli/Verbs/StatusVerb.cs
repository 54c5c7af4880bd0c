using System.CommandLine;
using Orchestrator.Local.Cli.Watching;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>status ID</c>: where a migration is; the exit code says so as well.</summary>
internal static class StatusVerb
{
    public static Command Create(CliHost host)
    {
        var (id, watch, noWait) = (CliOptions.Id(), CliOptions.Watch(), CliOptions.NoWait());
        var command = new Command("status", "Show where a migration is.") { id, watch, noWait };
        command.SetAction((parsed, cancellation) =>
            RunAsync(new Verb(parsed, host), parsed.GetRequiredValue(id), parsed.GetValue(watch), parsed.GetValue(noWait), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, string id, bool watch, bool noWait, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        if (watch)
            return await Watch.RunAsync(verb, api, id, noWait, cancellation);
        var status = await api.GetStatusAsync(id, cancellation);
        var view = new StatusView(status, verb.Host.Time.GetUtcNow(), verb.Host.IsUnicode);
        verb.Answer(status, view.Lines().Select(line => line.Text));
        return ExitCodes.For(status.State);
    }
}

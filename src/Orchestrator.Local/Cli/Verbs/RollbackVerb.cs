using System.CommandLine;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>rollback ID</c>: back to the source, whether a step is held, users are on the target already, or neither.</summary>
internal static class RollbackVerb
{
    public static Command Create(CliHost host)
    {
        var (id, comment) = (CliOptions.Id(), CliOptions.Comment("Why."));
        var acceptLoss = new Option<bool>("--accept-loss") { Description = "Leave behind what users have written on the target since cutover." };
        var command = new Command("rollback", "Go back to the source.") { id, acceptLoss, comment };
        command.SetAction((parsed, cancellation) =>
            RunAsync(new Verb(parsed, host), parsed.GetRequiredValue(id), parsed.GetValue(acceptLoss), parsed.GetValue(comment), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, string id, bool acceptLoss, string? comment, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var state = (await api.GetStatusAsync(id, cancellation)).State;
        var said = state == MigrationState.CutOver && !acceptLoss
            ? $"Asked to go back to the source: {Safe.Line(id)}. It is refused if users have written to the target since; see 'orchestrator status {Safe.Line(id)}'."
            : $"Going back to the source: {Safe.Line(id)}.";
        // A held step waits for a decision; after cutover the fallback window takes the request. Both are "rollback" to people.
        var ask = state == MigrationState.OnHold
            ? new Ask(id, "decisions", new { Action = "rollback", Comment = comment }, said)
            : new Ask(id, "rollback", new { Comment = comment, AcceptLoss = acceptLoss }, said);
        return await Requests.PostAsync(verb, ask, cancellation);
    }
}

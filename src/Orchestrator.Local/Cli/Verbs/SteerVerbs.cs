using System.CommandLine;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>pause|resume|cancel|finalize ID</c>.</summary>
internal static class SteerVerbs
{
    public static Command Pause(CliHost host) => Create(host, "pause", "Let nothing new begin until the migration is resumed.", "Pausing");

    public static Command Resume(CliHost host) => Create(host, "resume", "Let a paused migration go on.", "Resuming");

    public static Command Cancel(CliHost host) => Create(host, "cancel", "Stop what is being done and run the undos.", "Cancelling");

    public static Command Finalize(CliHost host) => Create(host, "finalize", "Close the fallback window: there is no way back afterwards.", "Finalizing");

    private static Command Create(CliHost host, string name, string description, string doing)
    {
        var (id, comment) = (CliOptions.Id(), CliOptions.Comment("Why."));
        var command = new Command(name, description) { id, comment };
        command.SetAction((parsed, cancellation) => Requests.PostAsync(
            new Verb(parsed, host),
            new Ask(parsed.GetRequiredValue(id), name, new { Comment = parsed.GetValue(comment) }, $"{doing} {Safe.Line(parsed.GetRequiredValue(id))}."),
            cancellation));
        return command;
    }
}

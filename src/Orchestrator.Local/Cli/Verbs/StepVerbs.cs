using System.CommandLine;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>retry|skip ID</c>: an operator's decision about a step that is held, or about undos that keep failing.</summary>
internal static class StepVerbs
{
    public static Command Retry(CliHost host) => Create(host, "retry", "Try the held step again.");

    public static Command Skip(CliHost host) => Create(host, "skip", "Leave the held step as it is and go on.");

    private static Command Create(CliHost host, string name, string description)
    {
        var (id, comment) = (CliOptions.Id(), CliOptions.Comment("Why."));
        var step = new Option<string?>("--step") { Description = "The step; whichever is held by default." };
        var command = new Command(name, description) { id, step, comment };
        command.SetAction((parsed, cancellation) => Requests.PostAsync(
            new Verb(parsed, host),
            new Ask(parsed.GetRequiredValue(id), "decisions", new { Action = name, Step = parsed.GetValue(step), Comment = parsed.GetValue(comment) }, $"Asked to {name} the step."),
            cancellation));
        return command;
    }
}

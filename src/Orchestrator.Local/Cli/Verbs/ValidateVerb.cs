using System.CommandLine;
using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>validate PLAN</c>: says everything that is the matter with a plan. Needs no server.</summary>
internal static class ValidateVerb
{
    public static Command Create(CliHost host)
    {
        var plan = CliOptions.Plan();
        var command = new Command("validate", "Say everything that is the matter with a plan, without a server.") { plan };
        command.SetAction(parsed => Run(new Verb(parsed, host), parsed.GetRequiredValue(plan)));
        return command;
    }

    private static int Run(Verb verb, FileInfo file)
    {
        var result = new PlanReader(verb.Host.Catalog()).Read(PlanFile.Read(file), file.ToString());
        if (result.IsValid)
        {
            var choice = StrategyChooser.Choose(result.Plan);
            verb.Answer(new { Valid = true, result.Plan.Name, choice.Strategy, choice.Why, Hash = PlanHash.Compute(result.Plan) },
                $"{file} is valid: {Safe.Line(result.Plan.Name)}, {Words.Of(choice.Strategy)}. {choice.Why}");
            return ExitCodes.Done;
        }

        var count = result.Problems.Count == 1 ? "1 problem" : $"{result.Problems.Count} problems";
        verb.Answer(new { Valid = false, result.Problems }, [.. result.Problems.Select(problem => Safe.Line(problem.ToString())), $"{count}. Nothing was started."]);
        return ExitCodes.BadInput;
    }
}

using System.CommandLine;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>assess PLAN</c>: what would happen. Starts nothing.</summary>
internal static class AssessVerb
{
    public static Command Create(CliHost host)
    {
        var plan = CliOptions.Plan();
        var command = new Command("assess", "Look at source and target: readiness, strategy, amounts, time. Starts nothing.") { plan };
        command.SetAction((parsed, cancellation) => RunAsync(new Verb(parsed, host), parsed.GetRequiredValue(plan), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, FileInfo file, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var answer = await PlanRequest.PostAsync(api, "api/assessments", file, idempotencyKey: null, cancellation);
        var assessment = answer.Deserialize<PlanAssessment>(DurableJson.Options)!;
        verb.Answer(answer, AssessmentText.Lines(assessment));
        return assessment.IsReady ? ExitCodes.Done : ExitCodes.BadInput;
    }
}

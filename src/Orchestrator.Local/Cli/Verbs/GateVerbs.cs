using System.CommandLine;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>approve|reject ID GATE</c>: decisions at gates, bound to the evidence that the decider was shown.</summary>
internal static class GateVerbs
{
    public static Command Approve(CliHost host) => Create(host, "approve", "Approve at a gate.", "What was looked at.");

    public static Command Reject(CliHost host) => Create(host, "reject", "Reject at a gate: the migration is rolled back.", "Why; required.");

    private static Command Create(CliHost host, string name, string description, string why)
    {
        var id = CliOptions.Id();
        var gate = new Argument<string>("gate") { Description = "The gate: start or cutover." };
        var comment = CliOptions.Comment(why);
        comment.Required = name == "reject";
        var evidence = new Option<string?>("--evidence") { Description = "The hash of the evidence that was looked at; the present one by default." };
        var command = new Command(name, description) { id, gate, comment, evidence };
        command.SetAction((parsed, cancellation) => RunAsync(
            new Verb(parsed, host), new Decision(parsed.GetRequiredValue(id), parsed.GetRequiredValue(gate), name, parsed.GetValue(comment), parsed.GetValue(evidence)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, Decision decision, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var evidence = decision.EvidenceHash ?? await PresentEvidenceAsync(api, decision, cancellation);
        var body = new { Decision = decision.Verb, decision.Comment, EvidenceHash = evidence };
        var answer = await api.PostAsync($"api/migrations/{Uri.EscapeDataString(decision.Id)}/approvals/{Uri.EscapeDataString(decision.Gate)}", body, cancellation);
        verb.Answer(answer, $"{(decision.Verb == "approve" ? "Approved" : "Rejected")} gate {Safe.Line(decision.Gate)} of {Safe.Line(decision.Id)}.");
        return ExitCodes.Done;
    }

    private static async Task<string?> PresentEvidenceAsync(ApiClient api, Decision decision, CancellationToken cancellation)
    {
        MigrationStatus status = await api.GetStatusAsync(decision.Id, cancellation);
        return status.WaitingFor is { } waiting && waiting.Gate == decision.Gate ? waiting.EvidenceHash : null;
    }

    private sealed record Decision(string Id, string Gate, string Verb, string? Comment, string? EvidenceHash);
}

using System.CommandLine;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli.Watching;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>start PLAN</c>: starts a migration or a rehearsal.</summary>
internal static class StartVerb
{
    public static Command Create(CliHost host)
    {
        var plan = CliOptions.Plan();
        var options = new StartOptions();
        var command = new Command("start", "Start a migration.") { plan, options.Rehearsal, options.DryRun, options.Watch, options.NoWait, options.IdempotencyKey };
        command.SetAction((parsed, cancellation) => RunAsync(new Verb(parsed, host), parsed.GetRequiredValue(plan), options, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, FileInfo file, StartOptions options, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var isDryRun = verb.Parsed.GetValue(options.DryRun);
        // With a key of its own, a request that is sent again after a lost connection starts nothing twice.
        var key = verb.Parsed.GetValue(options.IdempotencyKey) ?? Guid.CreateVersion7().ToString();
        var path = $"api/migrations?rehearsal={Flag(verb.Parsed.GetValue(options.Rehearsal))}&dryRun={Flag(isDryRun)}";
        var answer = await PlanRequest.PostAsync(api, path, file, key, cancellation);
        if (isDryRun)
        {
            verb.Answer(answer, PreviewText.Lines(answer.Deserialize<MigrationPreview>(DurableJson.Options)!));
            return ExitCodes.Done;
        }

        var id = answer.GetProperty("id").GetString()!;
        if (verb.Parsed.GetValue(options.Watch))
            return await Watch.RunAsync(verb, api, id, verb.Parsed.GetValue(options.NoWait), cancellation);
        verb.Answer(answer, $"Started {Safe.Line(id)}.", $"Watch it: orchestrator status {Safe.Line(id)} --watch");
        return ExitCodes.Done;
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private sealed class StartOptions
    {
        public Option<bool> Rehearsal { get; } = new("--rehearsal") { Description = "Run all of it against a copy of the target, without stopping the source or redirecting anyone." };

        public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say what would happen and start nothing." };

        public Option<bool> Watch { get; } = CliOptions.Watch();

        public Option<bool> NoWait { get; } = CliOptions.NoWait();

        public Option<string?> IdempotencyKey { get; } = new("--idempotency-key") { Description = "The same key and plan start a migration once." };
    }
}

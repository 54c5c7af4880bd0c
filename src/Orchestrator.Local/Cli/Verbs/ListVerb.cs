using System.CommandLine;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>list</c>: the migrations of a server, newest first.</summary>
internal static class ListVerb
{
    private static readonly string[] Header = ["ID", "WORKLOAD", "STATE", "STARTED", "WHAT"];

    public static Command Create(CliHost host)
    {
        var workload = new Option<string?>("--workload") { Description = "Only this workload." };
        var state = new Option<MigrationState?>("--state") { Description = "Only this state." };
        var top = new Option<int>("--top") { Description = "How many at most.", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "List migrations, newest first.") { workload, state, top };
        command.SetAction((parsed, cancellation) =>
            RunAsync(new Verb(parsed, host), new Filter(parsed.GetValue(workload), parsed.GetValue(state), parsed.GetValue(top)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, Filter filter, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var found = new List<MigrationStatus>();
        string? continuation = null;
        do
        {
            var page = await api.GetAsync<MigrationPage>(filter.ToPath(continuation), cancellation);
            found.AddRange(page.Migrations);
            continuation = page.ContinuationToken;
        }
        while (continuation is not null && found.Count < filter.Top);

        var shown = found.Take(filter.Top).ToList();
        verb.Answer(shown, shown.Count == 0 ? ["No migration."] : Columns.Align(Header, shown.Select(Row)));
        return ExitCodes.Done;
    }

    private static string[] Row(MigrationStatus status) =>
    [
        Safe.Line(status.Id), Safe.Line(status.Workload), Words.Of(status.State) + (status.Rehearsal ? " (rehearsal)" : ""),
        Words.Of(status.StartedAt), Safe.Line(status.WaitingFor is { } gate ? $"waits at gate {gate.Gate}" : status.Error ?? status.Phase),
    ];

    private sealed record Filter(string? Workload, MigrationState? State, int Top)
    {
        public string ToPath(string? continuation)
        {
            var query = new Dictionary<string, string?> { ["workload"] = Workload, ["state"] = State is { } state ? Words.Of(state) : null, ["top"] = $"{Math.Clamp(Top, 1, 1000)}", ["continuation"] = continuation };
            return "api/migrations?" + string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
        }
    }
}

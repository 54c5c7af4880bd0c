using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Watches a migration until users are on the target, everything is back, or, if asked, a person is needed.</summary>
internal static class Watch
{
    public static async Task<int> RunAsync(Verb verb, ApiClient api, string id, bool noWait, CancellationToken cancellation)
    {
        var follower = new StatusFollower(api, id, verb.Host.Time);
        var statuses = UntilAsync(follower.FollowAsync(cancellation), noWait);
        try
        {
            var last = (verb.IsJson, verb.Host.IsTerminal) switch
            {
                (true, _) => await PrintJsonAsync(verb, statuses),
                (_, true) => await new LiveView(verb.Host, follower).RunAsync(statuses, cancellation),
                _ => await PrintLinesAsync(verb, statuses),
            };
            return ExitCodes.For(last.State);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await verb.Host.Error.WriteLineAsync($"Stopped watching; the migration goes on. Watch it again: orchestrator status {Safe.Line(id)} --watch");
            return ExitCodes.Interrupted;
        }
    }

    private static async IAsyncEnumerable<MigrationStatus> UntilAsync(IAsyncEnumerable<MigrationStatus> statuses, bool noWait)
    {
        await foreach (var status in statuses)
        {
            yield return status;
            if (status.State == MigrationState.CutOver || noWait && ExitCodes.For(status.State) == ExitCodes.NeedsPerson)
                yield break;
        }
    }

    private static async Task<MigrationStatus> PrintLinesAsync(Verb verb, IAsyncEnumerable<MigrationStatus> statuses)
    {
        MigrationStatus? before = null;
        await foreach (var status in statuses)
        {
            var now = verb.Host.Time.GetUtcNow().UtcDateTime;
            verb.Print(StatusChanges.Between(before, status).Select(line => $"{now:HH:mm:ss} {Safe.Line(line)}"));
            before = status;
        }

        return before!;
    }

    private static async Task<MigrationStatus> PrintJsonAsync(Verb verb, IAsyncEnumerable<MigrationStatus> statuses)
    {
        MigrationStatus? last = null;
        await foreach (var status in statuses)
        {
            last = status;
            await verb.Host.Out.WriteLineAsync(JsonSerializer.Serialize(status, DurableJson.Options));
        }

        return last!;
    }
}

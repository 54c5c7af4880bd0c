using System.Diagnostics;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>
/// PostgreSQL's logical replication and nothing else: what an operator gets with a publication, a subscription and its
/// initial copy, and sequences moved by hand. The floor of a freeze, because nothing is refused, proven or compared.
/// </summary>
internal sealed class NativeSync : ICopyMethod, ILiveMethod
{
    private const string Sync = "bench";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "CREATE SUBSCRIPTION";

    public async Task<MethodRun> CopyAsync(BenchDatabase database)
    {
        var seconds = await CopyTablesAsync(database);
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        await MoveSequencesAsync(source, target);
        return new(Name, database.Name) { CopySeconds = seconds };
    }

    public async Task<MethodRun> MoveAsync(BenchDatabase database, LiveWriter writer, TimeSpan follow)
    {
        var copySeconds = await CopyTablesAsync(database);
        await Task.Delay(follow);
        await database.CalmAsync();
        foreach (var server in new[] { database.Site.Source, database.Site.Target })
            await server.PsqlAsync("postgres", "CHECKPOINT"); // ours does, ahead of its freeze
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        await using var probe = new TargetProbe(database);
        await probe.TryAsync();

        var parts = new Parts();
        await parts.MeasureAsync("end the clients' sessions", writer.EndSessionsAsync);
        await parts.MeasureAsync("catch up", () => CatchUpAsync(source));
        await parts.MeasureAsync("sequences", () => MoveSequencesAsync(source, target));
        await parts.MeasureAsync("first write", probe.TryAsync);
        await writer.WaitAsync();
        return new(Name, database.Name)
        {
            CopySeconds = copySeconds,
            FreezeMilliseconds = (probe.AcceptedAt - writer.Acknowledged[^1]).TotalMilliseconds,
            FreezeParts = parts.Milliseconds,
        };
    }

    private static async Task<double> CopyTablesAsync(BenchDatabase database)
    {
        using var folder = new ScratchFolder(database.Site, "schema");
        var watch = Stopwatch.StartNew();
        await Tools.RunAsync(Tools.Prepare("pg_dump", database.Site.Source, database.Name, "postgres", "-s", "-Fd", "-f", folder.Path));
        await Tools.RunAsync(Tools.Prepare("pg_restore", database.Site.Target, database.Name, "postgres", "-d", database.Name, folder.Path));
        await database.Site.Source.PsqlAsync(database.Name, $"CREATE PUBLICATION {Sync} FOR ALL TABLES");
        var source = database.Site.Source;
        await database.Site.Target.PsqlAsync(database.Name,
            $"CREATE SUBSCRIPTION {Sync} CONNECTION 'host=127.0.0.1 port={source.Port} user=postgres password={source.Password} dbname={database.Name}' PUBLICATION {Sync}");
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        await WaitAsync(target, "SELECT count(*) > 0 AND bool_and(srsubstate = 'r') FROM pg_subscription_rel", TimeSpan.FromMilliseconds(20));
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task CatchUpAsync(NpgsqlConnection source)
    {
        var position = await BenchDatabase.ScalarAsync(source, "SELECT pg_current_wal_lsn()::text");
        await WaitAsync(source, $"SELECT coalesce(bool_or(replay_lsn >= '{position}'), false) FROM pg_stat_replication WHERE application_name = '{Sync}'", TimeSpan.FromMilliseconds(1));
    }

    private static async Task MoveSequencesAsync(NpgsqlConnection source, NpgsqlConnection target)
    {
        var sql = await BenchDatabase.ScalarAsync(source, """
            SELECT 'SELECT ' || string_agg(format('setval(%L, %s, %L)', s.name, s.last_value, s.is_called), ', ')
            FROM (SELECT 'events_id_seq' AS name, last_value, is_called FROM events_id_seq
                  UNION ALL SELECT 'customers_id_seq', last_value, is_called FROM customers_id_seq) s
            """);
        await BenchDatabase.ScalarAsync(target, (string)sql!);
    }

    private static async Task WaitAsync(NpgsqlConnection session, string condition, TimeSpan pause)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await BenchDatabase.ScalarAsync(session, condition) is not true)
            await Task.Delay(pause, patience.Token);
    }
}

using System.Globalization;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>
/// One database of the source and its copy: pgbench's tables, <c>events</c> (bigserial, an index beside the key) and
/// <c>customers</c> (identity, jsonb), all growing with the scale.
/// </summary>
internal sealed class BenchDatabase(OnlineSite site, string name, int scale)
{
    // At scale 50 as many rows as when "measured before".
    private const int EventsPerScale = 4_480;
    private const int CustomersPerScale = 1_000;

    public OnlineSite Site => site;

    public string Name => name;

    public int Scale => scale;

    public string SourceConnection => site.Source.ConnectionString(name);

    public string TargetConnection => site.Target.ConnectionString(name);

    public async Task SeedAsync()
    {
        await site.Source.PsqlAsync("postgres", $"CREATE DATABASE {name} OWNER {OnlineSite.Clients}");
        await site.Source.PsqlAsync(name, $"GRANT ALL ON SCHEMA public TO {OnlineSite.Clients}");
        await Tools.RunAsync(Tools.Prepare("pgbench", site.Source, name, OnlineSite.Clients, "-i", "-q", "-s", scale.ToString(CultureInfo.InvariantCulture)));
        await site.Source.PsqlAsync(name, $"""
            SET ROLE {OnlineSite.Clients};
            CREATE TABLE events (id bigserial PRIMARY KEY, account int NOT NULL, delta int NOT NULL, note text NOT NULL, at timestamptz NOT NULL DEFAULT now());
            INSERT INTO events (account, delta, note) SELECT i, i % 1000, md5(i::text) FROM generate_series(1, {EventsPerScale * scale}) i;
            CREATE INDEX events_account ON events (account);
            CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, facts jsonb NOT NULL);
            INSERT INTO customers (name, facts) SELECT 'customer ' || i, jsonb_build_object('n', i, 'hash', md5(i::text), 'tags', jsonb_build_array(i % 7, i % 11))
            FROM generate_series(1, {CustomersPerScale * scale}) i;
            RESET ROLE;
            VACUUM ANALYZE;
            """);
    }

    public async Task<long> SizeBytesAsync() =>
        long.Parse(await site.Source.PsqlAsync(name, "SELECT pg_database_size(current_database())"), CultureInfo.InvariantCulture);

    /// <summary>Takes away whatever a method has left on either side.</summary>
    public async Task ClearAsync()
    {
        foreach (var (leader, follower) in new[] { (site.Source, site.Target), (site.Target, site.Source) })
        {
            await DropSubscriptionsAsync(follower.ConnectionString(name));
            await leader.PsqlAsync("postgres", $"""
                SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active AND database = '{name}';
                SELECT pg_sleep(0.01) FROM generate_series(1, 500) WHERE EXISTS (SELECT FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid AND s.database = '{name}');
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{name}'
                """);
        }

        await site.Source.PsqlAsync(name, "SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication \\gexec");
        await site.Target.PsqlAsync("postgres", $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        foreach (var server in new[] { site.Source, site.Target })
            await server.PsqlAsync("postgres", "SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin; CHECKPOINT");
    }

    public Task CreateTargetAsync() => site.Target.PsqlAsync("postgres", $"CREATE DATABASE {name} OWNER {OnlineSite.Clients}");

    /// <summary>
    /// Waits until no autovacuum that the copy caused works on either side. A sync is followed for hours in life, and for
    /// seconds here, and a large table is vacuumed for longer than a small one.
    /// </summary>
    public async Task CalmAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        foreach (var server in new[] { site.Source, site.Target })
            while (await server.PsqlAsync("postgres", "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'") != "0")
                await Task.Delay(TimeSpan.FromMilliseconds(500), patience.Token);
    }

    public static async Task<NpgsqlConnection> OpenAsync(string connection)
    {
        var session = new NpgsqlConnection($"{connection};Pooling=false;Timeout=15;Command Timeout=600");
        await session.OpenAsync();
        return session;
    }

    // Not by DROP alone: that wants to reach the other side, whose slot may be gone.
    private static async Task DropSubscriptionsAsync(string connection)
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        var (database, _) = (server.Database!, server.Database = "postgres");
        await using (var session = await OpenAsync(server.ConnectionString))
            if (await ScalarAsync(session, $"SELECT count(*) FROM pg_database WHERE datname = '{database}'") is 0L)
                return;

        await using var follower = await OpenAsync(connection);
        var names = await ScalarAsync(follower, "SELECT coalesce(string_agg(quote_ident(subname), ' '), '') FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())");
        foreach (var subscription in ((string)names!).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await ScalarAsync(follower, $"ALTER SUBSCRIPTION {subscription} DISABLE");
            await ScalarAsync(follower, $"ALTER SUBSCRIPTION {subscription} SET (slot_name = NONE)");
            await ScalarAsync(follower, $"DROP SUBSCRIPTION {subscription}");
        }
    }

    public static async Task<object?> ScalarAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteScalarAsync();
    }
}

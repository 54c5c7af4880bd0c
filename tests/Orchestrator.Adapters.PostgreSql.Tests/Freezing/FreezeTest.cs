using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>A test that freezes its source, and is its client.</summary>
[Collection(ServerPair.OtherCollection)]
public abstract class FreezeTest(ServerPair servers) : PostgreSqlTest(servers)
{
    /// <summary>Everything that a freeze could leave behind, as text that is the same before and after.</summary>
    private const string Traces = """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT 'trigger ' || tgrelid || tgname || tgenabled::text FROM pg_trigger UNION ALL SELECT 'event ' || evtname || evtenabled::text FROM pg_event_trigger
            UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' UNION ALL SELECT 'setting ' || setrole || setconfig::text FROM pg_db_role_setting
            UNION ALL SELECT 'database ' || datallowconn || datconnlimit FROM pg_database WHERE datname = current_database()
            UNION ALL SELECT 'right ' || p.oid::regprocedure || a::text FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) a) AS found(line)
        """;

    private protected async Task<Job> JobAsync() => await Job.ReadAsync(Component, Scope(), NullLogger.Instance, Patience);

    private protected async Task<WriteFreeze> FreezeOfAsync(Side side = Side.Source) => new(await JobAsync(), side);

    private protected async Task FreezeAsync() => await (await FreezeOfAsync()).FreezeAsync(Patience);

    private protected async Task<string> ProveAsync() => await (await FreezeOfAsync()).ProveAsync(Patience);

    private protected async Task ThawAsync() => await (await FreezeOfAsync()).ThawAsync(Patience);

    private protected async Task RemoveAsync() => await (await FreezeOfAsync()).RemoveAsync(Patience);

    private protected async Task<NpgsqlConnection> ConnectAsync(string settings = "")
    {
        var client = new NpgsqlConnection($"{Servers.Source.ConnectionString(Quoted(Database))};Pooling=false;{settings}");
        await client.OpenAsync(Patience);
        return client;
    }

    private protected static async Task<int> RunAsync(NpgsqlConnection client, string sql)
    {
        await using var command = new NpgsqlCommand(sql, client);
        return await command.ExecuteNonQueryAsync(Patience);
    }

    private protected async Task AssertRefusedAsync(string sql)
    {
        await using var client = await ConnectAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(client, sql));
        Assert.True(error.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {error.Message}");
    }

    private protected async Task AssertPassesAsync(string sql)
    {
        await using var client = await ConnectAsync();
        await RunAsync(client, sql);
    }

    private protected async Task<string> TracesAsync() => await OnSourceAsync(Traces);

    private protected async Task<string> DefinitionsAsync()
    {
        var job = await JobAsync();
        await using var session = await job.Source.OpenAsync(job.Name, Patience);
        return string.Join('\n', await SchemaReader.ReadAsync(session, Patience));
    }
}

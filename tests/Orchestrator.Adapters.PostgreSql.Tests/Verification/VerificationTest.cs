using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Adapters.PostgreSql.Verification;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Verification;

/// <summary>A test with two databases of its own, of which one follows the other.</summary>
[Collection(ServerPair.OtherCollection)]
public abstract class VerificationTest(ServerPair servers) : IAsyncLifetime
{
    private static int _databases;
    private readonly string _migrationId = $"m-{Guid.NewGuid():N}";

    protected static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    protected ServerPair Servers { get; } = servers;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("pg-verify-").FullName;

    protected string Database { get; } = $"verify_{Interlocked.Increment(ref _databases)}_{Guid.NewGuid():N}";

    protected SyncDirection Direction { get; set; } = SyncDirection.Forward;

    internal SyncNames Names => new(JobName.Of(Scope, Component), Direction);

    private DataComponent Component => PostgreSqlTest.Describe(Servers.Source.Url(Database), Servers.Target.Url(Database));

    private StepScope Scope => TestScope.Create(Component, Folder, "verify", migrationId: _migrationId);

    public async Task InitializeAsync()
    {
        await Servers.Source.PsqlAsync("postgres", $"CREATE DATABASE {Database}");
        await Servers.Target.PsqlAsync("postgres", $"CREATE DATABASE {Database}");
    }

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { Servers.Source, Servers.Target })
            await server.PsqlAsync(Database, """
                SELECT format('ALTER SUBSCRIPTION %I DISABLE', subname), format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', subname), format('DROP SUBSCRIPTION %I', subname)
                FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) \gexec
                """);
        foreach (var server in new[] { Servers.Source, Servers.Target })
            await DropAsync(server);
        Directory.Delete(Folder, recursive: true);
    }

    protected Task<string> OnLeaderAsync(string sql) => (Direction == SyncDirection.Forward ? Servers.Source : Servers.Target).PsqlAsync(Database, sql);

    protected Task<string> OnFollowerAsync(string sql) => (Direction == SyncDirection.Forward ? Servers.Target : Servers.Source).PsqlAsync(Database, sql);

    /// <summary>Changes the follower as only its apply worker should.</summary>
    protected Task<string> BehindTheStreamAsync(string sql) => OnFollowerAsync(sql);

    /// <summary>A new one each time, as another process would have it.</summary>
    internal async Task<RollingVerification> OpenAsync() =>
        new(await Job.ReadAsync(Component, Scope, NullLogger.Instance, Patience), Direction);

    /// <summary>Makes tables on both sides, lets the follower follow, and begins to track.</summary>
    protected async Task FollowAsync(string schema, string rows)
    {
        await OnLeaderAsync(schema);
        await OnFollowerAsync(schema);
        await OnLeaderAsync(rows);
        await OnFollowerAsync(rows);
        await SubscribeAsync();
        await (await OpenAsync()).StartTrackingAsync(Patience);
    }

    protected async Task SubscribeAsync()
    {
        var leader = Direction == SyncDirection.Forward ? Servers.Source : Servers.Target;
        await OnLeaderAsync($"CREATE PUBLICATION {Names.Publication} FOR ALL TABLES; CREATE PUBLICATION {Names.RootPublication}");
        await OnLeaderAsync($"SELECT pg_create_logical_replication_slot('{Names.Slot}', 'pgoutput')");
        await OnFollowerAsync($"""
            CREATE SUBSCRIPTION {Names.Subscription} CONNECTION 'host=127.0.0.1 port={leader.Port} user=postgres password={leader.Password} dbname={Database}'
            PUBLICATION {Names.Publication}, {Names.RootPublication} WITH (create_slot = false, slot_name = '{Names.Slot}', copy_data = false)
            """);
    }

    /// <summary>Waits until the follower has everything, as the final sync does.</summary>
    protected async Task CatchUpAsync()
    {
        await using var session = await new Endpoint(
            new Npgsql.NpgsqlConnectionStringBuilder((Direction == SyncDirection.Forward ? Servers.Source : Servers.Target).ConnectionString(Database)), TimeSpan.FromSeconds(5)).OpenAsync("test", Patience);
        await session.ExecuteAsync("SELECT pg_logical_emit_message(true, 'test', '')", Patience);
        Assert.True(await new AppliedPosition(session, Names.Slot).WaitAsync(await AppliedPosition.ReadLeaderAsync(session, Patience), TimeSpan.FromSeconds(60), Patience));
    }

    /// <summary>Verifies slice by slice until everything is proven.</summary>
    protected async Task<VerificationStatus> ProveAsync(double sliceSeconds = 2)
    {
        for (var slice = 0; slice < 60; slice++)
        {
            var status = await (await OpenAsync()).VerifyAsync(TimeSpan.FromSeconds(sliceSeconds), Patience);
            Assert.DoesNotContain(status.Items, item => item.IsDifferent);
            if (status.IsProven)
                return status;
        }

        throw new InvalidOperationException("It is not proven.");
    }

    protected async Task<VerificationStatus> VerifyAsync(double seconds = 5) =>
        await (await OpenAsync()).VerifyAsync(TimeSpan.FromSeconds(seconds), Patience);

    protected async Task<DataComparison> CompareAsync()
    {
        await CatchUpAsync();
        return await (await OpenAsync()).CompareAsync(Patience);
    }

    private async Task DropAsync(Contracts.Servers.PostgreSqlServer server)
    {
        var slots = $"FROM pg_replication_slots WHERE database = '{Database}'";
        for (var left = ""; left != "0"; await Task.Delay(20, Patience))
            left = await server.PsqlAsync("postgres", $"SELECT pg_terminate_backend(active_pid) {slots} AND active \\g /dev/null \nSELECT pg_drop_replication_slot(slot_name) {slots} AND NOT active \\g /dev/null \nSELECT count(*) {slots}");
        await server.PsqlAsync("postgres", $"DROP DATABASE {Database} WITH (FORCE)");
    }
}

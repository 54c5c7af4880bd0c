using Npgsql;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Verification;

/// <summary>Nothing equal is ever called different while both sides move, and everything is proven all the same.</summary>
public sealed class MovingDataTests(ServerPair servers) : VerificationTest(servers)
{
    private const string Schema = """
        CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, note text);
        CREATE TABLE counter (id text PRIMARY KEY, n bigint);
        CREATE TABLE history (account int, at timestamptz, delta int);
        ALTER TABLE history REPLICA IDENTITY FULL
        """;

    private const string Rows = """
        INSERT INTO account SELECT n, 0, repeat('x', n % 50) FROM generate_series(1, 60000) n;
        INSERT INTO counter VALUES ('all', 0), ('O''Neill', 0);
        INSERT INTO history SELECT n, '2026-01-01', n FROM generate_series(1, 5000) n
        """;

    private const string Work = """
        BEGIN;
        UPDATE account SET balance = balance + 1 WHERE id = 1 + floor(random() * 60000)::int;
        UPDATE counter SET n = n + 1 WHERE id = 'all';
        INSERT INTO history SELECT floor(random() * 60000)::int, clock_timestamp(), 1;
        COMMIT;
        BEGIN;
        DELETE FROM account WHERE id = 1 + floor(random() * 60000)::int;
        INSERT INTO account VALUES (1 + floor(random() * 80000)::int, 5, 'new') ON CONFLICT (id) DO UPDATE SET note = 'again';
        COMMIT
        """;

    [Fact]
    public async Task Verify_WritersAtWork_ProvesAllTablesWithoutFalseAlarm()
    {
        await FollowAsync(Schema, Rows);
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteAsync(end.Token))).ToArray();
        var status = await ProveAsync();
        for (var slice = 0; slice < 3; slice++)
            Assert.DoesNotContain((await VerifyAsync(1)).Items, item => item.IsDifferent);
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(writers), done => Assert.True(done > 10, $"{done} transactions"));
        Assert.Equal(3, status.Items.Count);
        await AssertEqualAndCountedAsync();
    }

    [Fact]
    public async Task Compare_AfterFailedCutover_IsRightAgain()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await OnLeaderAsync(string.Join(';', Enumerable.Repeat(Work, 20)));
            await AssertEqualAndCountedAsync();
        }

        Assert.True((await VerifyAsync()).IsProven);
    }

    [Fact]
    public async Task Verify_HugeTransaction_StaysProven()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("UPDATE account SET balance = 7; INSERT INTO account SELECT n, 0 FROM generate_series(100000, 200000) n");
        Assert.Equal(10_000, (await VerifyAsync(0)).PendingCount, 60_000.0);
        Assert.True((await VerifyAsync(60)).IsProven);
        await AssertEqualAndCountedAsync();
    }

    private async Task AssertEqualAndCountedAsync()
    {
        var comparison = await CompareAsync();
        Assert.Empty(comparison.Items.Where(item => !item.IsEqual).SelectMany(item => item.FirstDifferences.Prepend(item.Name)));
        foreach (var table in new[] { "account", "counter", "history" })
            Assert.Equal(await OnFollowerAsync($"SELECT count(*) FROM {table}"), $"{comparison.Items.Single(item => item.Name == $"public.{table}").ReferenceCount}");
    }

    private async Task<int> WriteAsync(CancellationToken end)
    {
        await using var connection = new NpgsqlConnection(Servers.Source.ConnectionString(Database));
        await connection.OpenAsync(CancellationToken.None);
        for (var done = 0; ; done++)
        {
            if (end.IsCancellationRequested)
                return done;
            await using var command = new NpgsqlCommand(Work, connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}

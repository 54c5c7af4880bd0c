using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Verification;

/// <summary>Whatever tells rows apart.</summary>
public sealed class KeyTests(ServerPair servers) : VerificationTest(servers)
{
    // A type, an expression for the n-th key, and one that moves a key.
    public static TheoryData<string, string, string> Keys => new()
    {
        { "text", "'k''\"\\ü' || n || chr(8364 + n % 7) || E'\\n\\t,{}'", "id || '!'" },
        { "varchar(40) COLLATE \"en-US-x-icu\"", "'Äa'||n", "id || 'z'" },
        { "char(12)", "n || 'x'", "'y' || id" },
        { "bigint", "-9000000000000000000 + n", "id + 100000" },
        { "numeric", "n * 1.10", "id + 0.001" },
        { "uuid", "md5(n::text)::uuid", "md5(id::text || 'm')::uuid" },
        { "timestamptz", "'2026-03-29 01:59:59.999999+01'::timestamptz + n * interval '37 seconds'", "id + interval '1 microsecond'" },
        { "bytea", "decode(md5(n::text), 'hex')", "id || '\\x00'" },
        { "double precision", "n / 3.0::float8", "id + 1e-9" },
        { "inet", "'10.0.0.0'::inet + n", "id + 100000" },
        { "date", "'2000-01-01'::date + n", "id + 100000" },
        { "\"Odd Schema\".\"Mood, x\"", "(enum_range(NULL::\"Odd Schema\".\"Mood, x\"))[n]", "id" },
        { "\"Odd Schema\".code", "'c' || n", "id || 'm'" },
        { "public.citext", "'Cased' || n", "id || 'm'" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Verify_KeysOfAnyType_AreProvenRecheckedAndNamed(string type, string nth, string moved)
    {
        var rows = type.Contains("Mood", StringComparison.Ordinal) ? 3 : 2500;
        await FollowAsync($"""
            CREATE EXTENSION citext; CREATE SCHEMA "Odd Schema"; CREATE TYPE "Odd Schema"."Mood, x" AS ENUM ('z, first', 'a''second', 'm"third'); CREATE DOMAIN "Odd Schema".code AS varchar(20);
            CREATE TABLE "Odd Schema"."Tab, le" ("the, ""id" int, id {type}, n int, PRIMARY KEY ("the, ""id", id)); ALTER TABLE "Odd Schema"."Tab, le" REPLICA IDENTITY FULL;
            CREATE TABLE plain (id {type} PRIMARY KEY, n int)
            """,
            $"INSERT INTO plain SELECT {nth}, n FROM generate_series(1, {rows}) n; INSERT INTO \"Odd Schema\".\"Tab, le\" SELECT -n % 3, {nth}, n FROM generate_series(1, {rows}) n");
        await ProveAsync();
        foreach (var table in new[] { "plain", "\"Odd Schema\".\"Tab, le\"" })
            await OnLeaderAsync($"UPDATE {table} SET id = {moved} WHERE n = 1; UPDATE {table} SET n = 1000000 WHERE n = 2; DELETE FROM {table} WHERE n = 3");
        Assert.True((await VerifyAsync()).IsProven);
        await OnLeaderAsync("UPDATE plain SET n = -n WHERE n <> 1");
        await CatchUpAsync();
        await OnFollowerAsync("UPDATE plain SET n = 5 WHERE n = -1000000");
        var comparison = await CompareAsync();
        var item = Assert.Single(comparison.Items, item => !item.IsEqual);
        Assert.Equal("public.plain", item.Name);
        Assert.Single(item.FirstDifferences);
        Assert.Equal(rows - 1, item.TargetCount);
        if (type != "public.citext")
            Assert.Equal(rows - 2, item.RecheckedCount);
    }

    [Fact]
    public async Task Verify_LongUnchangedValuesAndFullIdentity_AreRechecked()
    {
        await FollowAsync(
            "CREATE TABLE doc (id text PRIMARY KEY, n int, body text); ALTER TABLE doc ALTER body SET STORAGE EXTERNAL; ALTER TABLE doc ALTER id SET STORAGE EXTERNAL; CREATE TABLE doc_full (LIKE doc INCLUDING ALL); ALTER TABLE doc_full REPLICA IDENTITY FULL",
            "INSERT INTO doc SELECT repeat('k', 2100) || n, n, repeat('b', 20000) FROM generate_series(1, 20) n; INSERT INTO doc_full SELECT * FROM doc");
        await ProveAsync();
        await OnLeaderAsync("UPDATE doc SET n = -n WHERE n <= 5; UPDATE doc_full SET n = -n WHERE n <= 5; DELETE FROM doc WHERE n = 7; DELETE FROM doc_full WHERE n = 7; UPDATE doc_full SET id = 'moved' WHERE n = 8");
        var items = (await CompareAsync()).Items.ToDictionary(item => item.Name);
        Assert.Equal((true, 6, 19), (items["public.doc"].IsEqual, items["public.doc"].RecheckedCount, items["public.doc"].ReferenceCount));
        Assert.Equal((true, 8, 19), (items["public.doc_full"].IsEqual, items["public.doc_full"].RecheckedCount, items["public.doc_full"].ReferenceCount));
    }

    [Fact]
    public async Task Verify_KeysOrderedDifferently_AreProvenAllTheSame()
    {
        await OnLeaderAsync("CREATE TABLE word (id text COLLATE \"C\" PRIMARY KEY, n int)");
        await OnFollowerAsync("CREATE TABLE word (id text COLLATE \"en-US-x-icu\" PRIMARY KEY, n int)");
        await FollowAsync("SELECT 1", "INSERT INTO word SELECT CASE WHEN n % 2 = 0 THEN 'a' ELSE 'B' END || n, n FROM generate_series(1, 70000) n");
        Assert.Equal(70000, Assert.Single((await ProveAsync(10)).Items).Count);
        await OnLeaderAsync("UPDATE word SET n = 0 WHERE n <= 4");
        await CatchUpAsync();
        await OnFollowerAsync("UPDATE word SET n = 3 WHERE id = 'B3'");
        var item = Assert.Single((await CompareAsync()).Items, item => item.Name == "public.word");
        Assert.Equal(["id=B3: changed"], item.FirstDifferences);
        Assert.Equal(4, item.RecheckedCount);
    }
}

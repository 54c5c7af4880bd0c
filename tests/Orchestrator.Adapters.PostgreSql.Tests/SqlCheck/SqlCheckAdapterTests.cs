using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.PostgreSql.SqlCheck;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.SqlCheck;

/// <summary>Source and target are both copies of the nasty database.</summary>
public sealed class SqlCheckAdapterTests(ServerPair servers) : PostgreSqlTest(servers)
{
    private readonly SqlCheckAdapter _check = new(NullLogger<SqlCheckAdapter>.Instance);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Component = Describe(Servers.Source.Url(ServerPair.Shop), Servers.Source.Url(Database));
    }

    [Theory]
    [InlineData("SELECT count(*), sum(balance) FROM shop.customers", null, "equal", true)]
    [InlineData("SELECT * FROM customers ORDER BY id", null, "equal", true)] // found by the database's own search_path
    [InlineData("SELECT current_database()", null, "equal", false)]
    [InlineData("SELECT count(*) FROM shop.customers;", "3000", null, true)]
    [InlineData("SELECT NULL", "NULL", null, true)]
    [InlineData("SELECT count(*) = 3000 FROM shop.customers", null, null, true)]
    [InlineData("SELECT 1 WHERE false", null, null, false)]
    public async Task Run_Query_Judges(string query, string? expect, string? compare, bool isPassed)
    {
        if (query.Contains(" customers ", StringComparison.Ordinal))
            Component = Describe(Servers.Source.Url(Database), Servers.Source.Url(Database));
        var result = await RunAsync(new { query, expect, compare });
        Assert.True(isPassed == result.IsPassed, result.Observed);
        Assert.DoesNotContain(Servers.Source.Password, result.Observed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT nextval('shop.never_called')")]
    [InlineData("DELETE FROM shop.customers")]
    [InlineData("SELECT 1; COMMIT; DELETE FROM shop.customers")]
    [InlineData("SELECT frobnicate")]
    [InlineData("SELECT generate_series(1, 10001)")]
    public async Task Run_QueryThatWritesOrFails_ThrowsAndChangesNothing(string query)
    {
        await Assert.ThrowsAsync<AdapterException>(() => RunAsync(new { query }));
        Assert.Equal("3000|f", await OnSourceAsync("SELECT (SELECT count(*) FROM shop.customers), is_called FROM shop.never_called"));
    }

    [Fact]
    public async Task Run_QueryTakesTooLong_Throws() =>
        Assert.Contains("statement timeout", (await Assert.ThrowsAsync<AdapterException>(() => RunAsync(new { query = "SELECT pg_sleep(60)", timeout = "PT0.2S" }))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_NoSuchComponent_Throws() =>
        await Assert.ThrowsAsync<AdapterException>(() => RunAsync(new { query = "SELECT true" }, "other"));

    private Task<CheckResult> RunAsync(object settings, string data = "db") => _check.RunAsync(new CheckPlan
    {
        Name = "totals",
        Kind = "sql",
        Data = data,
        Settings = JsonSerializer.SerializeToElement(settings, Core.Durability.DurableJson.Options).Deserialize<Dictionary<string, JsonElement>>()!,
    }, Scope("check"), Patience);
}

using Orchestrator.Contracts.Servers;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Servers;

public sealed class PostgreSqlServerTests
{
    [Fact]
    public async Task StartAgain_AfterStop_AnswersAgain()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        Assert.Equal("1", await server.PsqlAsync("postgres", "select 1"));
        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.Equal("1", await server.PsqlAsync("postgres", "select 1"));
    }
}

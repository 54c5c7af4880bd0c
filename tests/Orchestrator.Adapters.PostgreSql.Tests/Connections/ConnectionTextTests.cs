using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Connections;

public sealed class ConnectionTextTests
{
    [Fact]
    public void Parse_Url_DecodesEveryPart()
    {
        var settings = ConnectionText.Parse("postgresql://us%40er:p%3Aw%2F@[::1]:6543/my%20db?sslmode=verify-full&connect_timeout=7", "x");
        Assert.Equal(("us@er", "p:w/", "::1", 6543, "my db"), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
        Assert.Equal((SslMode.VerifyFull, 7), (settings.SslMode, settings.Timeout));
    }

    [Fact]
    public void Parse_UrlWithoutPort_UsesTheUsualOne() =>
        Assert.Equal(5432, ConnectionText.Parse("postgres://h/d", "x").Port);

    [Fact]
    public void ToolEnvironment_OfKeyValuePairs_HoldsWhatLibpqNeeds()
    {
        var environment = new Endpoint(ConnectionText.Parse("Host=h;Port=1;Username=u;Password=p;Database=d;SSL Mode=VerifyCA", "x"), TimeSpan.Zero).ToolEnvironment("job").ToDictionary();
        Assert.Equal(("h", "1", "u", "p", "verify-ca", "job"), (environment["PGHOST"], environment["PGPORT"], environment["PGUSER"], environment["PGPASSWORD"], environment["PGSSLMODE"], environment["PGAPPNAME"]));
    }

    [Fact]
    public void ToolDatabase_OddName_IsNoConnectionString() =>
        Assert.Equal(@"dbname='host=evil \'\\'", new Endpoint(new NpgsqlConnectionStringBuilder { Host = "h", Database = @"host=evil '\" }, TimeSpan.Zero).ToolDatabase);
}

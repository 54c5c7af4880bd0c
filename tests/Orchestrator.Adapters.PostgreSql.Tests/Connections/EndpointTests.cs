using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Connections;

public sealed class EndpointTests
{
    [Fact]
    public void SubscriptionConnection_OddCharacters_AreEscapedAsLibpqReadsThem()
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = "db1", Port = 6000, Username = "o'neil", Password = @"a 'b' \c = ;", Database = @"sh'op\", SslMode = SslMode.VerifyFull, Timeout = 7 };
        Assert.Equal(
            @"host='db1' port='6000' user='o\'neil' password='a \'b\' \\c = ;' sslmode='verify-full' connect_timeout='7' dbname='sh\'op\\'",
            new Endpoint(settings, TimeSpan.Zero).SubscriptionConnection);
    }
}

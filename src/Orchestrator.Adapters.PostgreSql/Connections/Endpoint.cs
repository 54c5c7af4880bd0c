using System.Globalization;
using Npgsql;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>A database on a server, and how to reach it.</summary>
/// <param name="settings">The connection string.</param>
/// <param name="lockTimeout">How long statements wait for locks.</param>
internal sealed class Endpoint(NpgsqlConnectionStringBuilder settings, TimeSpan lockTimeout)
{
    /// <summary>The database.</summary>
    public string Database => settings.Database!;

    /// <summary>Who we are there.</summary>
    public string User => settings.Username ?? Environment.UserName;

    /// <summary>The server, for people.</summary>
    public string Server => $"{settings.Host}:{settings.Port}";

    /// <summary>The database, for people.</summary>
    public string Subject => $"database {Database} on {Server}";

    /// <summary>The whole connection string: a secret.</summary>
    public string ConnectionString => settings.ConnectionString;

    /// <summary>Another database on the same server.</summary>
    public Endpoint With(string database) =>
        new(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = database }, lockTimeout);

    /// <summary>Opens a connection of its own.</summary>
    /// <param name="applicationName">What the server shows as its owner.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Session> OpenAsync(string applicationName, CancellationToken cancellation)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = applicationName,
            Pooling = false, // a pooled connection would keep a database from being dropped
            Enlist = false,
            CommandTimeout = 0,
            KeepAlive = 30,
            IncludeErrorDetail = false, // the detail of an error quotes rows
        };
        var session = new Session(new NpgsqlConnection(own.ConnectionString), Subject);
        await session.OpenAsync(lockTimeout, cancellation);
        return session;
    }

    /// <summary>The same for libpq's programs: the password goes by the environment, which only the same user can read.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToolEnvironment(string applicationName) => new Dictionary<string, string?>
    {
        ["PGHOST"] = settings.Host,
        ["PGPORT"] = settings.Port.ToString(CultureInfo.InvariantCulture),
        ["PGUSER"] = User,
        ["PGPASSWORD"] = settings.Password,
        ["PGPASSFILE"] = settings.Passfile,
        ["PGSSLMODE"] = LibpqSslMode,
        ["PGSSLROOTCERT"] = settings.RootCertificate,
        ["PGSSLCERT"] = settings.SslCertificate,
        ["PGSSLKEY"] = settings.SslKey,
        ["PGOPTIONS"] = settings.Options,
        ["PGCONNECT_TIMEOUT"] = settings.Timeout.ToString(CultureInfo.InvariantCulture),
        ["PGAPPNAME"] = applicationName,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value))!;

    /// <summary>The <c>--dbname</c> of libpq's programs; in this form no odd name is taken for a connection string.</summary>
    public string ToolDatabase =>
        $"dbname='{Database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private string LibpqSslMode => settings.SslMode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        var mode => mode.ToString().ToLowerInvariant(),
    };
}

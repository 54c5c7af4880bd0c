using System.Globalization;
using Npgsql;
using Orchestrator.Core.Ports;
using Npgsql.Replication;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>A database on a server, and how to reach it.</summary>
/// <param name="settings">The connection string.</param>
/// <param name="lockTimeout">How long statements wait for locks.</param>
internal sealed class Endpoint(NpgsqlConnectionStringBuilder settings, TimeSpan lockTimeout)
{
    // What means something on another machine as well: a password file does not.
    private static readonly Dictionary<string, string> LibpqKeys = new()
    {
        ["PGHOST"] = "host",
        ["PGPORT"] = "port",
        ["PGUSER"] = "user",
        ["PGPASSWORD"] = "password",
        ["PGSSLMODE"] = "sslmode",
        ["PGSSLROOTCERT"] = "sslrootcert",
        ["PGSSLCERT"] = "sslcert",
        ["PGSSLKEY"] = "sslkey",
        ["PGOPTIONS"] = "options",
        ["PGCONNECT_TIMEOUT"] = "connect_timeout",
    };

    private const int KeptForSeconds = 5;

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
        // A kept connection would keep a database from being dropped.
        var session = Prepare(applicationName, isKept: false);
        await session.OpenAsync(lockTimeout, cancellation);
        return session;
    }

    /// <summary>Takes a connection that is kept open for some seconds after it is given back: for what is done every second, or while users wait.</summary>
    /// <param name="applicationName">What the server shows as its owner.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Session> BorrowAsync(string applicationName, CancellationToken cancellation)
    {
        var kept = Prepare(applicationName, isKept: true);
        try
        {
            await kept.OpenAsync(lockTimeout, cancellation);
            return kept;
        }
        catch (AdapterException) when (!cancellation.IsCancellationRequested)
        {
            await kept.DiscardAsync(); // the server may have been restarted since
        }

        var anew = Prepare(applicationName, isKept: true);
        await anew.OpenAsync(lockTimeout, cancellation);
        return anew;
    }

    private Session Prepare(string applicationName, bool isKept)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = applicationName,
            Pooling = isKept,
            ConnectionIdleLifetime = KeptForSeconds,
            ConnectionPruningInterval = 1,
            Enlist = false,
            CommandTimeout = 0,
            KeepAlive = 30,
            IncludeErrorDetail = false, // the detail of an error quotes rows
        };
        return new Session(new NpgsqlConnection(own.ConnectionString), Subject);
    }

    /// <summary>The same settings as one of libpq's connection strings, for another server to connect with: a secret.</summary>
    public string SubscriptionConnection => string.Join(' ', ToolEnvironment("").Where(pair => LibpqKeys.ContainsKey(pair.Key))
        .Select(pair => $"{LibpqKeys[pair.Key]}={LibpqQuoted(pair.Value)}")
        .Append($"dbname={LibpqQuoted(Database)}"));

    /// <summary>The same database with settings of the server for every session of ours.</summary>
    /// <param name="serverSettings">For example <c>synchronous_commit=off</c>; without spaces.</param>
    public Endpoint WithServerSettings(params IEnumerable<string> serverSettings) => new(
        new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Options = string.Join(' ', [settings.Options, .. serverSettings.Select(one => $"-c {one}")]).Trim() }, lockTimeout);

    /// <summary>Opens a connection that can make replication slots which export a snapshot.</summary>
    /// <param name="applicationName">What the server shows as its owner.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Core.Ports.AdapterException">The server lets us in for nothing or not for replication.</exception>
    public async Task<LogicalReplicationConnection> OpenReplicationAsync(string applicationName, CancellationToken cancellation)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { ApplicationName = applicationName, KeepAlive = 0, CommandTimeout = 0, IncludeErrorDetail = false };
        var connection = new LogicalReplicationConnection(own.ConnectionString);
        try
        {
            await connection.Open(cancellation);
            return connection;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            await connection.DisposeAsync();
            throw ServerErrors.Explain(error, Subject);
        }
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
    public string ToolDatabase => $"dbname={LibpqQuoted(Database)}";

    private static string LibpqQuoted(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private string LibpqSslMode => settings.SslMode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        var mode => mode.ToString().ToLowerInvariant(),
    };
}

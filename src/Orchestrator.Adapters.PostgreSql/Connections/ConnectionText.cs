using Npgsql;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>Reads connection strings. What it refuses it never repeats, since it may be a secret.</summary>
internal static class ConnectionText
{
    private static readonly Dictionary<string, string> UrlKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["user"] = "Username",
        ["password"] = "Password",
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
    };

    /// <summary>Reads key-value pairs or a URL.</summary>
    /// <param name="text">The connection string.</param>
    /// <param name="subject">What it belongs to, for example "source of component db".</param>
    /// <exception cref="AdapterException">It is neither, or names no host or database.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, string subject)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = IsUrl(text) ? ParseUrl(text) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            // The inner exception may quote a part of the text, so it is not passed on.
            throw Refused("the connection string cannot be read", subject);
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
            throw Refused("the connection string names no host or no database", subject);
        return settings;
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder ParseUrl(string text)
    {
        var url = new Uri(text);
        var settings = new NpgsqlConnectionStringBuilder { Host = url.Host.Trim('[', ']'), Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (url.Port > 0)
            settings.Port = url.Port;
        if (url.UserInfo.Length > 0)
            SetUser(settings, url.UserInfo.Split(':', 2));
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            SetOption(settings, pair.Split('=', 2));
        return settings;
    }

    private static void SetUser(NpgsqlConnectionStringBuilder settings, string[] userInfo)
    {
        settings.Username = Uri.UnescapeDataString(userInfo[0]);
        if (userInfo.Length > 1)
            settings.Password = Uri.UnescapeDataString(userInfo[1]);
    }

    private static void SetOption(NpgsqlConnectionStringBuilder settings, string[] pair)
    {
        var value = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
        // libpq writes verify-ca and verify-full, Npgsql VerifyCA and VerifyFull.
        settings[UrlKeys[pair[0]]] = pair[0].Equals("sslmode", StringComparison.OrdinalIgnoreCase)
            ? value.Replace("-", "", StringComparison.Ordinal)
            : value;
    }

    private static AdapterException Refused(string problem, string subject) => new(
        problem, subject, "Write Host=…;Port=…;Username=…;Password=…;Database=… or postgres://user:password@host:port/database", isTransient: false);
}

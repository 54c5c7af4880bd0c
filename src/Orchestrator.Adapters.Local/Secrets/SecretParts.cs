using System.Data.Common;
using System.Text.RegularExpressions;

namespace Orchestrator.Adapters.Local.Secrets;

/// <summary>Finds the passwords and keys inside of connection strings and URLs.</summary>
internal static partial class SecretParts
{
    private static readonly HashSet<string> SecretKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "pwd", "passwd", "accountkey", "sharedaccesskey", "sharedaccesssignature", "sharedsecret", "secret", "clientsecret",
        "apikey", "token", "accesstoken",
    };

    public static IEnumerable<string> Of(string value) =>
        FromConnectionString(value).SelectMany(part => FromUrl(part).Prepend(part)).Concat(FromUrl(value)).Distinct();

    private static List<string> FromConnectionString(string value)
    {
        if (!value.Contains('='))
        {
            return [];
        }

        try
        {
            var builder = new DbConnectionStringBuilder { ConnectionString = value };
            return [.. builder.Keys.Cast<string>().Where(IsSecret).Select(key => (string)builder[key])];
        }
        catch (ArgumentException)
        {
            return []; // Not a connection string.
        }
    }

    private static IEnumerable<string> FromUrl(string value) =>
        UserInfo().Matches(value).Concat(Parameters().Matches(value)).Select(match => match.Groups["secret"].Value);

    private static bool IsSecret(string key) =>
        SecretKeys.Contains(key.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal));

    [GeneratedRegex("://[^/?#@:\\s]*:(?<secret>[^/?#@\\s]+)@", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex("[?&;](sig|code|token|access_token|password|key|api-key)=(?<secret>[^&;\\s]+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameters();
}

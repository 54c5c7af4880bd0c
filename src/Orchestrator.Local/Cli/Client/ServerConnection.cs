using System.CommandLine;

namespace Orchestrator.Local.Cli.Client;

/// <summary>Which server to talk to, and with which key.</summary>
internal sealed record ServerConnection(Uri Url, string? Key)
{
    /// <summary>A token of the directory, where the server stands behind Entra; never an option, because others can read command lines.</summary>
    public string? Token { get; init; }

    /// <summary>Where <c>serve</c> listens when it is told nothing else.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7071";

    public static ServerConnection Resolve(ParseResult parsed, CliHost host)
    {
        var told = parsed.GetValue(CliOptions.Url) ?? NonEmpty(host.Environment("ORCHESTRATOR_URL"));
        var url = ReadUrl(told ?? DefaultUrl);
        var key = parsed.GetValue(CliOptions.Key) ?? NonEmpty(host.Environment("ORCHESTRATOR_KEY"));
        // The admin key stays on this machine: it is never sent to another one.
        return new(url, key ?? (url.IsLoopback ? ReadAdminKey(DataFolder.Of(host, parsed.GetValue(CliOptions.Data))) : null))
        {
            Token = key is null && told is not null ? ReadToken(url, host) : null, // never to whatever happens to listen at the default address
        };
    }

    private static string? ReadToken(Uri url, CliHost host) => NonEmpty(host.Environment("ORCHESTRATOR_TOKEN")) is not { } token ? null
        : url.IsLoopback || url.Scheme == Uri.UriSchemeHttps ? token.Trim()
        : throw new CliException(ExitCodes.BadInput, "ORCHESTRATOR_TOKEN is only sent over https.", "Write the server's address as https://HOST.");

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CliException(ExitCodes.BadInput, $"'{Safe.Line(text)}' is not the address of a server.", "Write it as http://HOST:PORT.");

    private static string? ReadAdminKey(DataFolder folder)
    {
        try
        {
            return File.Exists(folder.AdminKeyPath) ? File.ReadAllText(folder.AdminKeyPath).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadInput, $"The key in {folder.AdminKeyPath} cannot be read.",
                "Run as the user that runs the server, or give a key with ORCHESTRATOR_KEY.", error);
        }
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Secrets;

/// <summary>Resolves <c>env:</c>, <c>file:</c> and <c>keyvault:</c> references as far as the server's settings allow.</summary>
/// <param name="options">What may be read.</param>
/// <param name="logger">Takes warnings about files that everybody can read.</param>
/// <param name="keyVault">Reads key vaults; <see langword="null"/> when this host has no access to any.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class SecretResolver(SecretsOptions options, ILogger<SecretResolver> logger, KeyVaultReader? keyVault = null) : ISecrets
{
    private const int MaxFileSizeBytes = 64 * 1024;
    private readonly Redactor _redactor = new();

    /// <inheritdoc/>
    public async ValueTask<string> ResolveAsync(string value, CancellationToken cancellation)
    {
        var secret = value.Split(':', 2) switch
        {
            ["env", var name] => ReadEnvironment(name),
            ["file", var path] => await ReadFileAsync(path, cancellation),
            ["keyvault", var url] => await ReadKeyVaultAsync(url, cancellation),
            _ => null,
        };
        if (secret is null)
        {
            _redactor.AddParts(value); // A plan should not hold a password, but if it does, it is still kept out of texts.
            return value;
        }

        secret = secret.TrimEnd('\r', '\n');
        _redactor.Add(secret);
        return secret;
    }

    /// <inheritdoc/>
    public string Redact(string text) => _redactor.Redact(text);

    private string ReadEnvironment(string name)
    {
        var subject = $"secret env:{name}";
        if (name.StartsWith("ORCHESTRATOR_", StringComparison.OrdinalIgnoreCase) || !Pattern.MatchesAny(options.AllowedEnvironment, name))
        {
            throw NotAllowed(subject, "Add the name to the server setting 'AllowedEnvironment' (names beginning with ORCHESTRATOR_ stay refused)");
        }

        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw Error(
            "the server has no such environment variable", subject, $"Set {name} where the server is started, and start it again");
    }

    private async Task<string> ReadFileAsync(string path, CancellationToken cancellation)
    {
        var subject = $"secret file:{path}";
        var real = Path.IsPathRooted(path) ? RealPath.Of(path) : null;
        if (!options.AllowedFolders.Select(RealPath.Of).Any(folder => folder is not null && RealPath.IsWithin(real ?? Path.GetFullPath(path), folder)))
        {
            throw NotAllowed(subject, "Use an absolute path and add its folder to the server setting 'AllowedFolders'");
        }

        try
        {
            return await ReadSmallFileAsync(real ?? path, subject, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AdapterException("the file cannot be read", subject, "Check that it exists and that the server's user may read it", isTransient: false, error);
        }
    }

    private async Task<string> ReadSmallFileAsync(string path, string subject, CancellationToken cancellation)
    {
        // Pipes and devices have no length; opening one could block for ever.
        if (new FileInfo(path) is not { Length: > 0 and <= MaxFileSizeBytes } file)
        {
            throw Error("the file is empty, not a regular file, or larger than 64 KiB", subject, "Name a file that holds nothing but the secret");
        }

        if (!OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.OtherRead))
        {
            Log.SecretFileReadableByEverybody(logger, path);
        }

        return await File.ReadAllTextAsync(path, cancellation);
    }

    private async Task<string> ReadKeyVaultAsync(string url, CancellationToken cancellation)
    {
        var subject = $"secret keyvault:{url}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.Segments is not [_, "secrets/", _, ..])
        {
            throw Error("this is no address of a secret", subject, "Write keyvault:https://VAULT/secrets/NAME");
        }

        if (!Pattern.MatchesAny(options.AllowedVaults, uri.Host, ignoreCase: true))
        {
            throw NotAllowed(subject, "Add the host to the server setting 'AllowedVaults'");
        }

        return keyVault is null
            ? throw Error("this host has no Key Vault access configured", subject, "Use env: or file:, or run on a host with Azure access")
            : await keyVault(uri, cancellation);
    }

    private static AdapterException NotAllowed(string subject, string remedy) =>
        Error("the server's settings do not allow plans to read it", subject, remedy);

    private static AdapterException Error(string problem, string subject, string remedy) => new(problem, subject, remedy, isTransient: false);
}

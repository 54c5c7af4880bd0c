using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Security;

/// <summary>
/// The keys of the API in a JSON file that only its owner reads. It holds hashes, never keys, and is read again
/// whenever it has changed, so a key that is added or removed counts from the next request on.
/// </summary>
/// <threadsafety>All members are thread safe, across processes as well.</threadsafety>
public sealed partial class KeyFile
{
    private const string KeyPrefix = "orc_"; // lets scanners for leaked secrets recognise one
    private const int KeySizeBytes = 32;
    private static readonly JsonSerializerOptions Json = new(DurableJson.Options)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Snapshot _snapshot = new(default, []);

    /// <summary>Opens the file; it need not exist yet.</summary>
    /// <param name="path">The file. Its folder must exist before a key is added.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public KeyFile(string path, TimeProvider? time = null)
    {
        Path = System.IO.Path.GetFullPath(path);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The file beside it that holds the plain key of the first administrator, for the command line on the same machine.</summary>
    public string AdminKeyPath => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "admin.key");

    /// <summary>Lists the keys in the order in which they were added.</summary>
    /// <returns>The keys; none when there is no file.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or is no key file.</exception>
    public IReadOnlyList<ApiKey> List() => [.. Current().Select(entry => entry.Key)];

    /// <summary>Adds a key.</summary>
    /// <param name="name">Whose it is: 1 to 64 letters, digits, dots, dashes, underscores or @, beginning with a letter or digit.</param>
    /// <param name="roles">What it may do: at least one of <see cref="Roles.All"/>.</param>
    /// <returns>The key. It is not stored, so this is the only time that it can be seen.</returns>
    /// <exception cref="KeyFileException">The name is taken or malformed, a role is unknown, or the file cannot be read or written.</exception>
    public string Add(string name, IReadOnlyList<string> roles)
    {
        Check(name, roles);
        var key = NewKey();
        Change(keys => keys.Any(existing => existing.Name == name)
            ? throw Refused($"there is a key '{name}' already", "Remove it first, or take another name.")
            : [.. keys, new(name, [.. roles.Distinct()], Convert.ToHexStringLower(Hash(key)), _time.GetUtcNow())]);
        return key;
    }

    /// <summary>Removes a key; requests that bring it are refused from now on.</summary>
    /// <param name="name">Whose it is.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or written.</exception>
    public bool Remove(string name)
    {
        var found = false;
        Change(keys =>
        {
            found = keys.Any(key => key.Name == name);
            return [.. keys.Where(key => key.Name != name)];
        });
        return found;
    }

    /// <summary>Makes the key <c>admin</c> and writes it to <see cref="AdminKeyPath"/>, unless there are keys already.</summary>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or written.</exception>
    public bool CreateAdminKeyOnce()
    {
        if (List().Count > 0)
            return false;
        var key = NewKey();
        var made = false;
        Change(keys =>
        {
            if (keys.Count > 0)
                return keys;
            // First the plain key: a crash in between leaves one that opens nothing, and the next start makes another.
            PrivateFile.Write(AdminKeyPath, key + "\n");
            made = true;
            return [new("admin", [Roles.Admin], Convert.ToHexStringLower(Hash(key)), _time.GetUtcNow())];
        });
        return made;
    }

    /// <summary>Finds out who brings a key.</summary>
    /// <param name="key">The key as it was brought.</param>
    /// <returns>Its owner, or <see langword="null"/> when the key opens nothing.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or is no key file.</exception>
    public Caller? Find(string key)
    {
        var hash = Hash(key);
        Caller? found = null;
        // All are compared, each in constant time, so that the time taken tells nothing about the keys.
        foreach (var (stored, storedHash) in Current())
        {
            if (CryptographicOperations.FixedTimeEquals(hash, storedHash))
                found = new(stored.Name, stored.Roles);
        }
        return found;
    }

    private static string NewKey() =>
        KeyPrefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeySizeBytes));

    // The keys are 256 random bits, so a plain hash cannot be reversed by guessing as that of a password could.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private void Check(string name, IReadOnlyList<string> roles)
    {
        if (!NamePattern().IsMatch(name))
            throw Refused($"'{name}' is not a name for a key", "Use 1 to 64 letters, digits, dots, dashes, underscores or @.");
        if (roles.Count == 0 || roles.Except(Roles.All).Any())
            throw Refused("a key needs at least one role and no unknown one", $"The roles are {string.Join(", ", Roles.All)}.");
    }

    private void Change(Func<IReadOnlyList<ApiKey>, IReadOnlyList<ApiKey>> change)
    {
        try
        {
            using var only = PrivateFile.Lock(Path);
            var keys = List();
            var changed = change(keys);
            if (!ReferenceEquals(keys, changed))
                PrivateFile.Write(Path, JsonSerializer.Serialize(new Content(changed), Json) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused("it cannot be written", "Check that the folder exists and belongs to the user that runs the server.", error);
        }
    }

    private IReadOnlyList<(ApiKey Key, byte[] Hash)> Current()
    {
        var info = new FileInfo(Path);
        var version = info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
        lock (_gate)
        {
            if (_snapshot.Version != version)
                _snapshot = new(version, info.Exists ? Load() : []);
            return _snapshot.Keys;
        }
    }

    private IReadOnlyList<(ApiKey Key, byte[] Hash)> Load()
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(Path), Json);
            return [.. (content?.Keys ?? throw new JsonException()).Select(key => (key, Convert.FromHexString(key.Sha256)))];
        }
        catch (Exception error) when (error is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Refused("it cannot be read", "Restore it from a backup, or remove it: the next start makes a new admin key.", error);
        }
    }

    private KeyFileException Refused(string problem, string remedy, Exception? inner = null) => new(Path, problem, remedy, inner);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z")]
    private static partial Regex NamePattern();

    private sealed record Content(IReadOnlyList<ApiKey> Keys);

    private sealed record Snapshot((DateTime WrittenAt, long SizeBytes) Version, IReadOnlyList<(ApiKey Key, byte[] Hash)> Keys);
}

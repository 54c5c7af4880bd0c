using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>The key of the admin address, kept in a file that only its owner reads.</summary>
internal sealed class AdminKey
{
    private const int LengthBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _expected;

    private AdminKey(string key) => _expected = Encoding.UTF8.GetBytes($"Bearer {key}");

    /// <summary>Reads the key, and makes one first when there is none.</summary>
    /// <exception cref="AdapterException">The file is empty.</exception>
    public static AdminKey Open(string path, ILogger logger)
    {
        if (!File.Exists(path))
            Create(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0)
            logger.KeyFileIsOpen(path);
        var key = File.ReadAllText(path).Trim();
        return key.Length > 0 ? new AdminKey(key) : throw new AdapterException(
            "the key file is empty", $"gateway key file {path}", "Delete it and start the gateway again: it makes a new key", isTransient: false);
    }

    /// <summary>Whether a request carries the key; takes the same time for every wrong one.</summary>
    public bool Admits(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(_expected, Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()));

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LengthBytes)));
    }
}

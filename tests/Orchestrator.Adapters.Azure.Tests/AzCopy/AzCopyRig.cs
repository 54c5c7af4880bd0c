using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Azure.Storage.Sas;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Azure.AzCopy;
using Orchestrator.Adapters.Azure.Tests.Trees;
using Orchestrator.Adapters.Local;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.AzCopy;

/// <summary>A host that allows the azcopy of the tests, a tree and a container.</summary>
internal sealed class AzCopyRig : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly AzuriteServer _server;
    private readonly ArmServer? _shares;
    private readonly Uri? _share;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azcopy-");
    private readonly ServiceProvider _services;

    public AzCopyRig(AzuriteServer server, ArmServer? shares = null)
    {
        (_server, _shares, _share) = (server, shares, shares?.AddShare("files", "uploads"));
        var tool = Path.Combine(_folder.FullName, "azcopy.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "AzCopy", "azcopy.mjs"), tool);
        File.SetUnixFileMode(tool, Executable);
        Directory.CreateDirectory(Source);
        _services = new ServiceCollection().AddLogging().AddLocalAdapters(local =>
        {
            local.StateFolder = Path.Combine(_folder.FullName, "state");
            local.AllowedCommands["azcopy"] = new() { Path = tool };
        }).BuildServiceProvider();
        Adapter = new(_services.GetRequiredService<ICommandRunner>(), TestShares.Stores(server, shares));
        Wish();
    }

    public AzCopyAdapter Adapter { get; }

    public string Source => Path.Combine(_folder.FullName, "source");

    public string WorkFolder => Path.Combine(_folder.FullName, "work");

    public string ContainerName { get; } = $"c{Guid.NewGuid():n}";

    public string Url => _share is null ? $"{_server.Endpoint}/{ContainerName}" : $"{_share}/orders";

    /// <summary>The share, when it was made with a server that has some.</summary>
    public ShareClient Share => TestShares.Open(_shares!, _share!);

    public BlobContainerClient Container => new(_server.ConnectionString, ContainerName);

    /// <summary>What azcopy was called with, oldest first.</summary>
    public IReadOnlyList<string> Calls => Lines("calls.log");

    /// <summary>The files that were sent, oldest first.</summary>
    public IReadOnlyList<string> Sent => Lines("sent.log");

    /// <summary>Whether what was to go wrong once has.</summary>
    public bool Did(string wish) => File.Exists(Path.Combine(_folder.FullName, $"did-{wish}"));

    /// <summary>What is to go wrong.</summary>
    public void Wish(params (string Name, object Value)[] wishes)
    {
        var all = wishes.ToDictionary(wish => wish.Name, wish => wish.Value);
        all["sas"] = Signature();
        if (_shares is not null)
        {
            all["shares"] = _shares.Endpoint;
            all["token"] = _shares.Credential.GetToken(default, default).Token;
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "wishes.json"), JsonSerializer.Serialize(all));
    }

    public DataComponent Component(string? url = null, string? source = null, params (string Key, object Value)[] keys) => new()
    {
        Name = "uploads",
        Kind = "azCopy",
        Source = JsonSerializer.SerializeToElement(new { path = source ?? Source }),
        Target = JsonSerializer.SerializeToElement(new { url = url ?? Url }),
        Settings = keys.ToDictionary(key => key.Key, key => JsonSerializer.SerializeToElement(key.Value)),
    };

    public void Write(string path, string content)
    {
        var full = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Signature()
    {
        var account = new BlobServiceClient(_server.ConnectionString);
        var sas = account.GenerateAccountSasUri(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1), AccountSasResourceTypes.All);
        return sas.Query.TrimStart('?');
    }

    private string[] Lines(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}

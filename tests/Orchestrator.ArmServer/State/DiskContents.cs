using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Orchestrator.Testing.Arm;

/// <summary>The bytes of disks and snapshots, as page blobs of a real blob service, one container for each.</summary>
internal sealed class DiskContents(string? connectionString)
{
    // Accesses name this policy, so that they end when it is taken away, as those of Azure do.
    private const string Policy = "access";

    // Servers can share a blob service and know the same names.
    private readonly string _server = Guid.NewGuid().ToString("N");

    private readonly BlobServiceClient? _service = connectionString is null ? null : new BlobServiceClient(connectionString);

    /// <summary>The page blob of a disk or snapshot, whether it exists or not.</summary>
    public PageBlobClient Blob(string id) => Container(id).GetPageBlobClient("contents.vhd");

    public bool Has(string id) => _service is not null && Container(id).Exists() && Blob(id).Exists();

    public void Create(string id, long sizeBytes)
    {
        if (_service is null)
            return;
        Container(id).CreateIfNotExists();
        Blob(id).CreateIfNotExists(sizeBytes);
    }

    /// <summary>Fills one from another blob, if that can be read.</summary>
    public void CopyFrom(string id, string? sourceId, string? sourceAddress)
    {
        if (_service is null || (sourceAddress is null && (sourceId is null || !Has(sourceId))))
            return;
        var source = sourceAddress is null ? Grant(sourceId!, "Read", TimeSpan.FromHours(1)) : new Uri(sourceAddress);
        if (!source.Host.Equals(_service.Uri.Host, StringComparison.OrdinalIgnoreCase) || source.Port != _service.Uri.Port)
            return;
        Container(id).CreateIfNotExists();
        Blob(id).StartCopyFromUri(source).WaitForCompletion();
    }

    public Uri Grant(string id, string access, TimeSpan duration)
    {
        if (_service is null)
            throw ArmErrorException.Conflict("The test server was started without a blob service: set ArmServerOptions.StorageConnectionString.", "OperationNotAllowed");
        var container = Container(id);
        container.CreateIfNotExists();
        var now = TimeProvider.System.GetUtcNow();
        var permissions = access.Equals("Write", StringComparison.OrdinalIgnoreCase) ? "rw" : "r";
        var policy = new BlobAccessPolicy { PolicyStartsOn = now.AddMinutes(-5), PolicyExpiresOn = now + duration, Permissions = permissions };
        container.SetAccessPolicy(permissions: [new BlobSignedIdentifier { Id = Policy, AccessPolicy = policy }]);
        return Blob(id).GenerateSasUri(new BlobSasBuilder { Identifier = Policy, BlobContainerName = container.Name, BlobName = "contents.vhd", Resource = "b" });
    }

    public void Revoke(string id)
    {
        if (Has(id))
            Container(id).SetAccessPolicy(permissions: []);
    }

    public void Delete(string id)
    {
        if (_service is null)
            return;
        try
        {
            Container(id).DeleteIfExists();
        }
        catch (RequestFailedException)
        {
            // The blob service has gone before the disk: nothing is left to delete.
        }
    }

    private BlobContainerClient Container(string id)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(_server + id.ToUpperInvariant()));
        return (_service ?? throw new InvalidOperationException("Set ArmServerOptions.StorageConnectionString to look into disks."))
            .GetBlobContainerClient($"disk-{Convert.ToHexStringLower(digest)[..24]}");
    }
}

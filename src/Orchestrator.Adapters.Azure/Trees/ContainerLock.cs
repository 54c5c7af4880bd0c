using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>
/// Lets one at a time change the metadata of a container, which takes no etag and holds the marks of all its folders: a
/// short lease, whose id follows from its holder, so that one that was killed gets it again at once.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="holder">Who holds it.</param>
internal sealed class ContainerLock(BlobContainerClient container, string holder)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly string _id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(holder)).AsSpan(0, 16)).ToString();

    /// <summary>Does something while nobody else does.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The work, with what its requests are sent with.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The result.</returns>
    /// <exception cref="AdapterException">Somebody else holds it.</exception>
    public async Task<T> RunAsync<T>(Func<BlobRequestConditions, Task<T>> work, CancellationToken cancellation)
    {
        var lease = container.GetBlobLeaseClient(_id);
        try
        {
            await lease.AcquireAsync(Lease, cancellationToken: cancellation);
        }
        catch (RequestFailedException error) when (error.Status == 409 && error.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            throw new AdapterException(
                "somebody else holds a lease on the container", container.Uri.GetLeftPart(UriPartial.Path),
                $"The step is tried again, since other migrations hold it for seconds only; a lease that stays is ended by: az storage container lease break --container-name {container.Name} --account-name {container.AccountName} --auth-mode login",
                isTransient: true, error);
        }

        try
        {
            return await work(new() { LeaseId = _id });
        }
        finally
        {
            await ReleaseAsync(lease);
        }
    }

    // The container may be gone, and the lease ends by itself.
    private static async Task ReleaseAsync(BlobLeaseClient lease)
    {
        try
        {
            await lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
        catch (RequestFailedException)
        {
            return;
        }
    }
}

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Opens the content of disks with the accesses that Azure grants.</summary>
/// <param name="configure">Changes the options of clients, for tests.</param>
internal sealed class DiskContent(Action<BlobClientOptions>? configure = null)
{
    // One for the process: its connections are shared. Names are looked up anew every five minutes.
    private static readonly HttpClientTransport Transport = new(new HttpClient(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    });

    /// <summary>Opens a content; nothing is sent.</summary>
    /// <param name="access">The access: a secret.</param>
    /// <param name="timeout">How long a request may go without an answer.</param>
    /// <returns>The client.</returns>
    public PageBlobClient Open(Uri access, TimeSpan timeout)
    {
        // Blips are retried here for a few seconds; an outage is the runbook's matter, which backs off for longer.
        var options = new BlobClientOptions
        {
            Transport = Transport,
            Retry =
            {
                Mode = RetryMode.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(4),
                MaxRetries = 2,
                NetworkTimeout = timeout,
            },
        };
        configure?.Invoke(options);
        return new PageBlobClient(access, options);
    }
}

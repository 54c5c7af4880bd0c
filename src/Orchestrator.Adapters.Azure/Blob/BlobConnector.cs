using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Opens containers with whatever a plan's <c>connection</c> holds.</summary>
/// <param name="configure">Changes the options of clients, for tests.</param>
/// <param name="subject">Whose connections they are, for errors.</param>
internal sealed class BlobConnector(Action<BlobClientOptions>? configure = null, string subject = "the backup's connection")
{
    // One for the process: its connections are shared by all stores. Names are looked up anew every five minutes.
    private static readonly HttpClientTransport Transport = new(new HttpClient(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    });

    private readonly Lazy<TokenCredential> _hostIdentity = new(() => new DefaultAzureCredential());

    /// <summary>Makes a client; nothing is sent.</summary>
    /// <param name="connection">The resolved connection: a secret.</param>
    /// <param name="settings">The other settings.</param>
    /// <returns>The container's client.</returns>
    /// <exception cref="AdapterException">The connection is none of the known forms.</exception>
    public BlobContainerClient Connect(string connection, BlobBackupSettings settings)
    {
        var options = Options(settings);
        try
        {
            return connection.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !connection.Contains("AccountName=", StringComparison.OrdinalIgnoreCase)
                ? ConnectByUrl(new BlobUriBuilder(new Uri(connection)), settings.Container, options)
                : new BlobContainerClient(connection, settings.Container, options);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // Without the cause: its text may quote the connection.
            throw Invalid("is neither a connection string nor a URL of a storage account");
        }
    }

    private BlobContainerClient ConnectByUrl(BlobUriBuilder url, string container, BlobClientOptions options)
    {
        if (url.BlobContainerName is { Length: > 0 } named && named != container)
            throw Invalid($"is a URL for the container '{named}', and not for '{container}'");
        url.BlobContainerName = container;
        if (url.Sas is not null)
            return new BlobContainerClient(url.ToUri(), options);
        return url.Scheme == Uri.UriSchemeHttps
            ? new BlobContainerClient(url.ToUri(), _hostIdentity.Value, options)
            : throw Invalid("is a plain http URL without a shared access signature, and tokens are only sent over https");
    }

    private BlobClientOptions Options(BlobBackupSettings settings)
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
                NetworkTimeout = settings.Timeout,
            },
        };
        configure?.Invoke(options);
        return options;
    }

    private AdapterException Invalid(string problem) => new(
        problem,
        subject,
        "Give a storage connection string, a URL with a shared access signature, or https://ACCOUNT.blob.core.windows.net",
        isTransient: false);
}

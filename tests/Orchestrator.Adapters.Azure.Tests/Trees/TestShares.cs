using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Contracts.Servers;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Trees;

/// <summary>Opens shares of the ARM test server as the product opens those of Azure, whose names lead to loopback here.</summary>
internal static class TestShares
{
    public static ShareClient Open(ArmServer server, Uri url) => TreeStores.OpenShare(url, server.Credential, new HttpClientTransport(new HttpClient(Handler(server))));

    public static TreeStores Stores(AzuriteServer azurite, ArmServer? server) => new(
        url => new(azurite.ConnectionString, new BlobUriBuilder(url).BlobContainerName),
        url => Open(server!, url));

    /// <summary>Puts a file into a folder of a share, with the folders above it, as a tool does.</summary>
    public static async Task PutAsync(ShareDirectoryClient folder, string path, Stream content)
    {
        foreach (var parent in path.Split('/')[..^1])
        {
            folder = folder.GetSubdirectoryClient(parent);
            await folder.CreateIfNotExistsAsync();
        }

        var file = folder.GetFileClient(path.Split('/')[^1]);
        await file.CreateAsync(content.Length);
        if (content.Length > 0)
            await file.UploadAsync(content);
    }

    private static SocketsHttpHandler Handler(ArmServer server) => new()
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new()
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) =>
                presented is not null && presented.GetRawCertData().AsSpan().SequenceEqual(server.Certificate.RawDataMemory.Span),
        },
    };
}

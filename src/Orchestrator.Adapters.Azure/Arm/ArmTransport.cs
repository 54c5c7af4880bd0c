using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Makes the connections to Resource Manager.</summary>
internal static class ArmTransport
{
    /// <summary>Makes a transport, whose connections are shared by all who use it.</summary>
    /// <param name="caFile">The only authorities to trust; <see langword="null"/> for those that the system trusts.</param>
    /// <returns>The transport.</returns>
    /// <exception cref="AdapterException">The file holds no certificates.</exception>
    public static HttpPipelineTransport Create(string? caFile)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a token follows no redirect
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = caFile is null ? new() : new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(caFile) },
        };
        return new HttpClientTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
    }

    // The name in the certificate is still checked; only where it may come from changes. Own authorities publish no revocations.
    private static X509ChainPolicy TrustOnly(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(caFile, error);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw Unusable(caFile, null);
    }

    private static AdapterException Unusable(string caFile, Exception? error) => new(
        "no certificate can be read from it", caFile, "Set Orchestrator:Azure:ResourceManager:CaFile to a PEM file with certificates", isTransient: false, error);
}

using System.Text.Json.Serialization;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>How azcopy signs in: the values of AZCOPY_AUTO_LOGIN_TYPE.</summary>
internal enum AzCopyLogin
{
    /// <summary>The managed identity of the machine.</summary>
    Msi,

    /// <summary>Whoever is signed in with the Azure CLI.</summary>
    [JsonStringEnumMemberName("azcli")]
    AzCli,

    /// <summary>A service principal; its AZCOPY_SPA_ variables come from the server's environment.</summary>
    Spn,

    /// <summary>The identity of the workload, in Kubernetes.</summary>
    Workload,
}

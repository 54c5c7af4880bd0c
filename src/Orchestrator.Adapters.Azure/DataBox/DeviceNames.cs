using System.Text;
using Orchestrator.Adapters.Azure.Blob;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>Names on a device: each folder at the top of its share becomes a container, and each file below it a blob.</summary>
internal static class DeviceNames
{
    private const int LongestSegmentBytes = 255;
    private const int HashLength = 18;

    /// <summary>The name of a file below the backup's name.</summary>
    /// <param name="path">Its path in the backed-up folder.</param>
    /// <returns>A name that a device's file system and the blob service both take.</returns>
    public static string Of(string path)
    {
        var name = BlobNames.ForFile(path);
        return name.Split('/').All(segment => Encoding.UTF8.GetByteCount(segment) <= LongestSegmentBytes)
            ? name : $"files/=/{BackupManifest.HashOf(Encoding.UTF8.GetBytes(path))}";
    }

    /// <summary>The name of an order: the same content of the same backup is the same order.</summary>
    /// <param name="backup">The backup's name.</param>
    /// <param name="contentSha256">The hash of its manifest.</param>
    /// <returns>At most 24 letters, digits and hyphens.</returns>
    public static string OfOrder(string backup, string contentSha256) =>
        $"orch-{BackupManifest.HashOf(Encoding.UTF8.GetBytes($"{backup}\n{contentSha256}"))[..HashLength]}";
}

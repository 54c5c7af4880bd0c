using System.IO.Compression;
using System.Security.Cryptography;

namespace Orchestrator.Api.Dashboard;

/// <summary>One file of the pages, as it is and compressed; compressed once, when somebody first asks for it so.</summary>
internal sealed class DashboardFile(byte[] content, string contentType)
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    private readonly Lazy<byte[]> _brotli = new(() => Compress(content, stream => new BrotliStream(stream, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(content, stream => new GZipStream(stream, CompressionLevel.Optimal)));

    public string ContentType => contentType;

    /// <summary>The strong tag of the content in an encoding: each has its own bytes and so its own tag.</summary>
    public string TagOf(string? encoding) => encoding is null ? $"\"{_hash}\"" : $"\"{_hash}-{encoding}\"";

    public byte[] BytesOf(string? encoding) => encoding switch
    {
        Brotli => _brotli.Value,
        Gzip => _gzip.Value,
        _ => content,
    };

    private static byte[] Compress(byte[] content, Func<Stream, Stream> wrap)
    {
        var compressed = new MemoryStream();
        using (var stream = wrap(compressed))
            stream.Write(content);
        return compressed.ToArray();
    }
}

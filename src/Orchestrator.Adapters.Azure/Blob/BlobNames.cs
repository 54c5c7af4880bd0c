using System.Globalization;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// The layout of a backup: <c>NAME/manifest.json</c>, <c>NAME/files/PATH</c> for a file of its own, and
/// <c>NAME/packs/SHA256</c> for many small files in one blob.
/// </summary>
internal static class BlobNames
{
    /// <summary>The manifest's name in a backup.</summary>
    public const string Manifest = "manifest.json";

    // A blob name may have 1,024 characters and 254 segments; the backup's own name needs some of both.
    private const int LongestPath = 700;
    private const int MostSegments = 200;

    /// <summary>The blob of a file. Readable, and safe with every service: what is not a letter, digit, <c>-</c>, <c>_</c>,
    /// <c>~</c>, blank or inner dot is written as <c>=XX</c>, its UTF-8 bytes in hex; a path too long for a name is hashed.</summary>
    /// <param name="path">The file's path, with slashes.</param>
    /// <returns>A name below the backup's.</returns>
    public static string ForFile(string path) => $"files/{EscapePath(path)}";

    /// <summary>Escapes a path as <see cref="ForFile"/> tells, and hashes one that is too long.</summary>
    /// <param name="path">The path, with slashes.</param>
    /// <returns>Another for every other path.</returns>
    public static string EscapePath(string path)
    {
        var segments = path.Split('/');
        var escaped = string.Join('/', segments.Select(Escape));
        return escaped.Length <= LongestPath && segments.Length <= MostSegments ? escaped : $"=/{BackupManifest.HashOf(Encoding.UTF8.GetBytes(path))}";
    }

    /// <summary>Escapes one segment of a path as <see cref="ForFile"/> tells.</summary>
    /// <param name="segment">The segment; a slash in it is escaped too.</param>
    /// <returns>Another for every other segment.</returns>
    public static string Escape(string segment)
    {
        var result = new StringBuilder(segment.Length);
        var position = 0;
        foreach (var rune in segment.EnumerateRunes())
        {
            position += rune.Utf16SequenceLength;
            if (IsPlain(rune) || (rune.Value is '.' or ' ' && position < segment.Length))
                result.Append(rune);
            else
                AppendEscaped(result, rune);
        }

        return result.ToString();
    }

    /// <summary>The blob of a pack.</summary>
    /// <param name="sha256">The hash of its content.</param>
    /// <returns>A name below the backup's.</returns>
    public static string ForPack(string sha256) => $"packs/{sha256}";

    /// <summary>Checks a backup's name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="AdapterException">It is not <c>migration-id/component</c>.</exception>
    public static void Check(string name)
    {
        var segments = name.Split('/');
        if (segments.Length != 2 || segments.Any(segment => segment.Length is 0 or > 150 || segment.Trim('.').Length == 0 || Escape(segment) != segment))
            throw new AdapterException("is not a name for a backup", $"'{name}'", "Use migration-id/component, of letters, digits, '-' and '_'", isTransient: false);
    }

    private static bool IsPlain(Rune rune) => rune.IsBmp && (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '~');

    private static void AppendEscaped(StringBuilder result, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            result.Append(CultureInfo.InvariantCulture, $"={value:X2}");
    }
}

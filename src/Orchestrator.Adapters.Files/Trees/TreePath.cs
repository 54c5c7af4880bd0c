using System.Text.Json.Serialization;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>A path inside of a tree, byte by byte; empty for the tree's root.</summary>
[JsonConverter(typeof(TreePathConverter))]
internal sealed class TreePath(byte[] bytes)
{
    private const byte Separator = (byte)'/';

    /// <summary>The tree itself.</summary>
    internal static TreePath Root { get; } = new([]);

    internal ReadOnlySpan<byte> Bytes => bytes;

    internal bool IsRoot => bytes.Length == 0;

    /// <summary>The last part.</summary>
    internal ReadOnlySpan<byte> Name => bytes.AsSpan(bytes.AsSpan().LastIndexOf(Separator) + 1);

    /// <summary>The folder that it is in; the root's is the root.</summary>
    internal TreePath Parent => bytes.AsSpan().LastIndexOf(Separator) is var last && last > 0 ? new(bytes[..last]) : Root;

    /// <summary>The first part, or nothing for the root.</summary>
    internal ReadOnlySpan<byte> Top => bytes.AsSpan().IndexOf(Separator) is var first && first >= 0 ? bytes.AsSpan(0, first) : bytes;

    /// <summary>Whether it could lead out of the tree or is no path at all.</summary>
    internal bool IsUnsafe
    {
        get
        {
            if (IsRoot) return false;
            foreach (var range in Bytes.Split(Separator))
            {
                var part = bytes.AsSpan(range);
                if (part.IsEmpty || part.SequenceEqual("."u8) || part.SequenceEqual(".."u8) || part.Contains((byte)0)) return true;
            }
            return false;
        }
    }

    /// <summary>The path of an entry in this folder.</summary>
    internal TreePath Child(ReadOnlySpan<byte> name) => IsRoot ? new([.. name]) : new([.. bytes, Separator, .. name]);

    /// <summary>
    /// The order of a walk: a folder before what is in it, and all of that before its next sibling. So the slash sorts
    /// before every other byte.
    /// </summary>
    internal static int Compare(TreePath one, TreePath other)
    {
        var left = one.Bytes;
        var right = other.Bytes;
        var same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    /// <summary>Whether it lies in a folder, however deep.</summary>
    internal bool IsBelow(TreePath folder) =>
        !IsRoot && (folder.IsRoot || (bytes.Length > folder.Bytes.Length && bytes[folder.Bytes.Length] == Separator && Bytes.StartsWith(folder.Bytes)));

    /// <summary>Whether it is the same path.</summary>
    internal bool IsSameAs(TreePath? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <summary>The path for people, on one line.</summary>
    public override string ToString() => FileName.Printable(bytes);

    private static int Rank(byte value) => value == Separator ? 0 : value;
}

using System.Globalization;
using System.Text;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Names as Linux has them: any bytes but zero and the slash.</summary>
internal static class FileName
{
    /// <summary>The name as system calls take it, with a zero at its end.</summary>
    internal static byte[] ForSystem(ReadOnlySpan<byte> name)
    {
        var result = new byte[name.Length + 1];
        name.CopyTo(result);
        return result;
    }

    /// <summary>The path as system calls take it.</summary>
    internal static byte[] ForSystem(string path) => ForSystem(Encoding.UTF8.GetBytes(path));

    /// <summary>The name for people and logs: on one line, with what cannot be printed as <c>\xNN</c>.</summary>
    internal static string Printable(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && IsPrintable(rune)) text.Append(rune);
            else AppendEscaped(text, name[..length]);
            name = name[length..];
        }
        return text.ToString();
    }

    // Format characters include the ones that reverse the direction of writing, which would let a name pose as another.
    private static bool IsPrintable(Rune rune) => rune.Value != '\\' && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
    }
}

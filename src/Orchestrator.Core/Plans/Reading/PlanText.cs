using System.Text;
using System.Text.Unicode;

namespace Orchestrator.Core.Plans.Reading;

/// <summary>Turns the bytes of a plan file into text, or says why they are none.</summary>
internal static class PlanText
{
    private const string Convert = "Save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8 plan.yaml > plan-utf8.yaml";

    /// <summary>Decodes UTF-8 with or without a byte order mark.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The text without the mark.</returns>
    /// <exception cref="PlanSyntaxException">It is too large, in another encoding, or holds characters that no plan has.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        RefuseLarge(bytes.Length);
        RefuseOtherEncodings(bytes);
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        RefuseInvalid(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        RefuseControlCharacters(text);
        return text;
    }

    /// <summary>Checks a text that was decoded elsewhere.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without a byte order mark.</returns>
    /// <exception cref="PlanSyntaxException">It is too large or holds characters that no plan has.</exception>
    public static string Check(string text)
    {
        RefuseLarge(text.Length);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        RefuseControlCharacters(text);
        return text;
    }

    /// <summary>Finds the place of a character.</summary>
    /// <param name="before">Everything before the character.</param>
    /// <returns>Line and column, from 1.</returns>
    public static (int Line, int Column) PlaceAfter(ReadOnlySpan<char> before) =>
        (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));

    private static void RefuseLarge(int length)
    {
        if (length > PlanLimits.FileBytes)
        {
            throw new PlanSyntaxException(1, 1, $"The file has {length:N0} bytes, and a plan at most {PlanLimits.FileBytes:N0}.",
                "Is it the right file? A plan describes one workload; data belongs in files that the plan names.");
        }
    }

    private static void RefuseOtherEncodings(ReadOnlySpan<byte> bytes)
    {
        // UTF-32 first: its little-endian mark begins with that of UTF-16.
        var found = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
            [0, not 0, 0, not 0, ..] or [not 0, 0, not 0, 0, ..] => "UTF-16 without a byte order mark",
            _ => null,
        };
        if (found is not null)
        {
            throw new PlanSyntaxException(1, 1, $"The file is encoded in {found}, and plans are UTF-8.", Convert);
        }
    }

    private static void RefuseInvalid(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        var (line, column) = PlaceAfter(Encoding.UTF8.GetString(bytes[..at]));
        throw new PlanSyntaxException(line, column, $"The byte 0x{bytes[at]:X2} is not UTF-8.",
            "Save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 plan.yaml > plan-utf8.yaml");
    }

    private static void RefuseControlCharacters(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsControl(text[at]) && text[at] is not ('\n' or '\r' or '\t') || text[at] is '\uFEFF' or '\uFFFE' or '\uFFFF')
            {
                var (line, column) = PlaceAfter(text.AsSpan(0, at));
                throw new PlanSyntaxException(line, column, $"The character U+{(int)text[at]:X4} has no place in a plan.",
                    text[at] == '\0' ? "Is it a binary file, or UTF-16? " + Convert : "Remove it.");
            }
        }
    }
}

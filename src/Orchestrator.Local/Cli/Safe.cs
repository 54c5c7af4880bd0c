using System.Text;

namespace Orchestrator.Local.Cli;

/// <summary>Makes text from elsewhere safe to print: a name must not move the cursor or change the title of a terminal.</summary>
internal static class Safe
{
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(IsUnsafe))
            return text ?? "";
        var safe = new StringBuilder(text.Length);
        foreach (var character in text)
            safe.Append(character is '\n' or '\t' ? ' ' : IsUnsafe(character) ? '\uFFFD' : character);
        return safe.ToString();
    }

    // Control characters, and those that turn the direction of writing (Trojan Source, CVE-2021-42574).
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

namespace Orchestrator.Adapters.Local;

/// <summary>Bounds texts that come from elsewhere.</summary>
internal static class Text
{
    /// <summary>The first line, at most 200 characters of it.</summary>
    public static string FirstLine(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 200 ? $"{line[..200]}…" : line.ToString();
    }

    /// <summary>The end of a text.</summary>
    public static string Tail(string text, int length)
    {
        text = text.Trim();
        return text.Length == 0 ? "(none)" : text[Math.Max(0, text.Length - length)..];
    }
}

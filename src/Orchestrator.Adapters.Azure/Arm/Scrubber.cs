using System.Text.RegularExpressions;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Takes secrets out of what Azure says: it quotes requests, and these hold shared access signatures, keys and passwords.
/// What a plan's own secrets are, the runbook redacts on top of that.
/// </summary>
internal static partial class Scrubber
{
    private const int Longest = 1000;

    /// <summary>Cleans a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line of at most 1,000 characters without secrets.</returns>
    public static string Clean(string text)
    {
        var clean = Query().Replace(text, "$1?***");
        clean = Assigned().Replace(clean, "$1***");
        clean = Token().Replace(clean, "***");
        clean = Blanks().Replace(clean, " ").Trim().TrimEnd('.');
        return clean.Length > Longest ? $"{clean[..Longest]}…" : clean;
    }

    [GeneratedRegex(@"(https?://[^\s?'""<>]+)\?[^\s'""<>]*", RegexOptions.IgnoreCase)]
    private static partial Regex Query();

    [GeneratedRegex(@"((?:sig|sharedaccesssignature|(?:account|access|shared|primary|secondary)_?key|[a-z]*password|[a-z]*secret|pwd|access_?token)[""']?\s*[=:]\s*)(?:""[^""]*""|'[^']*'|[^\s;&,'""]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"(?:Bearer\s+[\w\-.~+/=]+|eyJ[\w\-]+\.[\w\-]+(?:\.[\w\-]*)?)", RegexOptions.IgnoreCase)]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

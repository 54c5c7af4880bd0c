using System.IO.Enumeration;

namespace Orchestrator.Adapters.Local;

/// <summary>Patterns of the server's settings: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
internal static class Pattern
{
    public static bool MatchesAny(IEnumerable<string> patterns, string value, bool ignoreCase = false) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase));
}

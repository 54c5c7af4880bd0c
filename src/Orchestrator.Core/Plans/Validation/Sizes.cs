using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Explains sizes: plans count bytes, and people write units.</summary>
internal static partial class Sizes
{
    private const string Units = "kmgt";

    /// <summary>Says how a size is to be written.</summary>
    /// <param name="text">What was written, for example <c>16MiB</c>.</param>
    /// <returns>A sentence with the number of bytes where it can be told.</returns>
    public static string Remedy(string text)
    {
        var match = WithUnit().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return "Write the number of bytes without a unit.";
        }

        var factor = match.Groups[3].Length > 0 ? 1024d : 1000d;
        var bytes = count * Math.Pow(factor, Units.IndexOf(char.ToLowerInvariant(match.Groups[2].Value[0]), StringComparison.Ordinal) + 1);
        return string.Create(CultureInfo.InvariantCulture, $"Write the number of bytes: {bytes:F0}.");
    }

    [GeneratedRegex(@"^\s*([0-9]+)\s*([kmgt])(i?)b?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnit();
}

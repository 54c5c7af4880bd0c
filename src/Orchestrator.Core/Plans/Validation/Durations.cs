using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Reads ISO 8601 durations and explains those that are none.</summary>
internal static partial class Durations
{
    /// <summary>The pattern that the JSON Schema publishes: weeks, days, hours, minutes and seconds.</summary>
    public const string Pattern =
        "^P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?)$";

    /// <summary>Reads a duration.</summary>
    /// <param name="text">For example <c>PT30S</c>.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        if (!Iso8601().IsMatch(text) || text.EndsWith('\n'))
        {
            return false;
        }

        try
        {
            duration = text.EndsWith('W')
                ? TimeSpan.FromDays(7 * int.Parse(text.AsSpan(1, text.Length - 2), CultureInfo.InvariantCulture))
                : XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception error) when (error is OverflowException or FormatException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Says what is the matter with a text that <see cref="TryRead"/> refuses.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The problem without its subject, and the remedy.</returns>
    public static (string Problem, string Remedy) Explain(string text) => text switch
    {
        _ when Negative().IsMatch(text) => ("is less than zero", "Write a duration such as PT30S."),
        _ when MonthsOrYears().IsMatch(text) => ("is ambiguous: months and years have no fixed length", "Write days, for example P30D."),
        _ when Iso8601().IsMatch(text) => ("is too long", "Write at most ten years: P3650D."),
        _ => ("is not an ISO 8601 duration", $"Write {Guess(text) ?? "a duration such as PT30S (30 seconds), PT4H (4 hours) or P14D (14 days)"}."),
    };

    /// <summary>Writes a duration.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>For example <c>PT30S</c>.</returns>
    public static string Write(TimeSpan duration) => XmlConvert.ToString(duration);

    private static string? Guess(string text)
    {
        if (TryRead(text.Trim().ToUpperInvariant(), out var upper))
        {
            return Write(upper);
        }

        var match = Colloquial().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var count))
        {
            return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) && clock >= TimeSpan.Zero
                ? Write(clock)
                : null;
        }

        return match.Groups[2].Value.ToLowerInvariant() switch { "s" or "" => $"PT{count}S", "m" => $"PT{count}M", "h" => $"PT{count}H", _ => $"P{count}D" };
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Iso8601();

    [GeneratedRegex("^-P|^P?-[0-9]|^P(?:T|[0-9]+[WD])*-|^-[0-9]")]
    private static partial Regex Negative();

    [GeneratedRegex("^P[0-9]+[YM]|^P[0-9]+Y?[0-9]+M")]
    private static partial Regex MonthsOrYears();

    [GeneratedRegex(@"^\s*([0-9]{1,9})\s*([smhd]?)(?:ec|econd|in|inute|our|r|ay)?s?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Colloquial();
}

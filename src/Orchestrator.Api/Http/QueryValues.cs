using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Http;

/// <summary>Reads values from the query and says what is wrong with one that does not fit.</summary>
internal static class QueryValues
{
    /// <exception cref="RequestRefusedException">It is neither true nor false (400).</exception>
    public static bool Flag(string name, string? value, bool otherwise = false) => value switch
    {
        null => otherwise,
        "" => true,
        _ => bool.TryParse(value, out var flag) ? flag : throw Refused(name, "true or false"),
    };

    /// <exception cref="RequestRefusedException">It is not a whole number in that range (400).</exception>
    public static int Number(string name, string? value, int otherwise, int max)
    {
        if (value is null)
            return otherwise;
        var fits = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max;
        return fits ? number : throw Refused(name, $"a whole number from 1 to {max}");
    }

    /// <exception cref="RequestRefusedException">It is not a time (400).</exception>
    public static DateTimeOffset? Time(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Refused(name, "a time such as 2026-12-05T22:00:00Z");
    }

    /// <summary>Reads names separated by commas, compared without case.</summary>
    /// <exception cref="RequestRefusedException">One is not among the names of <typeparamref name="T"/> (400).</exception>
    public static IReadOnlyList<T> Names<T>(string name, string? value) where T : struct, Enum =>
        [.. (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => Name<T>(name, text))];

    /// <summary>Reads one name, compared without case.</summary>
    /// <exception cref="RequestRefusedException">It is not among the names of <typeparamref name="T"/> (400).</exception>
    public static T Name<T>(string name, string text) where T : struct, Enum =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.Contains(',') && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw Refused(name, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static RequestRefusedException Refused(string name, string expected) =>
        new(StatusCodes.Status400BadRequest, $"The value of '{name}' must be {expected}.");
}

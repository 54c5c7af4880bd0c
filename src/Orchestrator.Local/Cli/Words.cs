using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Local.Cli;

/// <summary>Writes values as people read them.</summary>
internal static class Words
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>An enum value as the API writes it: <c>rolledBack</c>.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A duration: <c>0.4 s</c>, <c>42 s</c>, <c>3:05 min</c>, <c>2:03:04 h</c>, <c>13 d 4 h</c>.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => Of(TimeSpan.Zero),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds * 10) / 10:0.#} s"),
        { TotalMinutes: < 1 } => $"{duration.Seconds} s",
        { TotalHours: < 1 } => $"{duration.Minutes}:{duration.Seconds:00} min",
        { TotalDays: < 1 } => $"{duration.Hours}:{duration.Minutes:00}:{duration.Seconds:00} h",
        _ => $"{duration.Days} d {duration.Hours} h",
    };

    /// <summary>An amount of a unit: <c>1.5 GiB</c>, <c>12,000 rows</c>.</summary>
    public static string Of(double amount, string unit) =>
        unit == "bytes" ? Bytes(amount) : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(amount):N0} {Safe.Line(unit)}");

    /// <summary>A point in time, in UTC.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Bytes(double amount)
    {
        var unit = 0;
        for (; amount >= 1024 && unit < Units.Length - 1; unit++)
            amount /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? Math.Floor(amount) : Math.Floor(amount * 10) / 10):0.#} {Units[unit]}");
    }
}

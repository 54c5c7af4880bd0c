using System.Globalization;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>A time of a file, exact to the nanosecond, which .NET's own types are not.</summary>
/// <param name="Seconds">Since 1970; may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999, always forward from <paramref name="Seconds"/>.</param>
internal readonly record struct FileTime(long Seconds, uint Nanoseconds) : IComparable<FileTime>
{
    /// <summary>A time of the clock.</summary>
    internal static FileTime Of(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        return new FileTime(seconds, (uint)((time - DateTimeOffset.FromUnixTimeSeconds(seconds)).Ticks * 100));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    internal static FileTime Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || text.Length - dot != 10
            ? throw new FormatException($"'{text}' is not a time of a file.")
            : new FileTime(
                long.Parse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                uint.Parse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public int CompareTo(FileTime other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds}.{Nanoseconds:D9}");
}

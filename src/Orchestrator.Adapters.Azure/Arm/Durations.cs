namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Says durations in words.</summary>
internal static class Durations
{
    /// <summary>Says one.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>For example <c>45 s</c>, <c>1 min 30 s</c>, <c>12 min</c>, <c>2 h 5 min</c>.</returns>
    public static string InWords(this TimeSpan duration) => duration switch
    {
        { TotalMinutes: < 1 } => $"{(int)duration.TotalSeconds} s",
        { TotalMinutes: < 10, Seconds: > 0 } => $"{(int)duration.TotalMinutes} min {duration.Seconds} s",
        { TotalHours: < 1 } => $"{(int)duration.TotalMinutes} min",
        { Minutes: 0 } => $"{(int)duration.TotalHours} h",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };
}

using System.Globalization;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Writes one step: its sign, title, time or progress, and the undo that stands behind it.</summary>
internal static class StepLine
{
    private const int BarWidth = 20;

    public static IEnumerable<Line> Of(StepStatus step, StepFrame frame)
    {
        var (sign, tone) = frame.Glyphs.For(step.State);
        var titleTone = step.State == StepState.Pending ? Tone.Muted : tone == Tone.Good ? Tone.Plain : tone;
        yield return new(
            new Piece($"  {sign} ", tone),
            new Piece(Safe.Line(step.Title).PadRight(frame.TitleWidth), titleTone),
            new Piece($"  {Middle(step, frame)}"),
            new Piece(step.Undoes is { } undo && IsStanding(step.State) ? $"  undo: {undo}" : "", Tone.Muted));
        if (step.Error is { } error)
            yield return new(new Piece($"      {error}", Tone.Bad), new Piece(Retry(step, frame.Now), Tone.Attention));
        else if (step.Summary is { } summary && step.State is not StepState.Pending)
            yield return Line.Of($"      {summary}", Tone.Muted);
    }

    /// <summary>Progress, rate and the time that is left: <c>62 % · 1.2 GiB of 2 GiB · 48 MiB/s · 17 s left</c>.</summary>
    public static string Progress(StepProgress progress, double? perSecond)
    {
        var parts = new List<string>();
        if (progress.Total is > 0 and { } total)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100.0 * Math.Min(progress.Completed, total) / total):0} %"));
            parts.Add($"{Words.Of(progress.Completed, progress.Unit)} of {Words.Of(total, progress.Unit)}");
        }
        else
        {
            parts.Add(Words.Of(progress.Completed, progress.Unit));
        }

        if (perSecond is > 0 and { } rate)
        {
            parts.Add($"{Words.Of(rate, progress.Unit)}/s");
            if (progress.Total is { } all && all > progress.Completed && (all - progress.Completed) / rate < TimeSpan.MaxValue.TotalSeconds / 2)
                parts.Add($"{Words.Of(TimeSpan.FromSeconds((all - progress.Completed) / rate))} left");
        }

        return string.Join(" · ", parts);
    }

    private static string Middle(StepStatus step, StepFrame frame)
    {
        var time = step.StartedAt is { } started ? Words.Of((step.FinishedAt ?? frame.Now) - started) : "";
        var attempt = step.Attempt > 1 ? $" (attempt {step.Attempt})" : "";
        var text = step switch
        {
            { State: StepState.Running, Progress: { } progress } => $"{Bar(progress, frame.Glyphs)}{Progress(progress, frame.PerSecond)}",
            { State: StepState.Pending } => "",
            { State: StepState.Completed or StepState.Running } => time,
            _ => $"{Words.Of(step.State)} {time}".TrimEnd(),
        };
        return $"{text}{attempt}".PadRight(10);
    }

    private static string Bar(StepProgress progress, Glyphs glyphs) =>
        progress.Total is > 0 and { } total ? $"{glyphs.Bar((double)progress.Completed / total, BarWidth)} " : "";

    private static string Retry(StepStatus step, DateTimeOffset now) =>
        step is { State: StepState.Running, RetryAt: { } at } && at > now ? $" Trying again in {Words.Of(at - now)}." : "";

    private static bool IsStanding(StepState state) => state is StepState.Running or StepState.Completed or StepState.OnHold or StepState.Failed or StepState.UndoFailed;
}

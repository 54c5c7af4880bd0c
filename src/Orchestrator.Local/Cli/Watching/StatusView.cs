using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Writes a status as lines: a pure function, so that what people see can be tested.</summary>
/// <param name="Status">The status.</param>
/// <param name="Now">The present time.</param>
/// <param name="IsUnicode">Whether more than ASCII may be used.</param>
internal sealed record StatusView(MigrationStatus Status, DateTimeOffset Now, bool IsUnicode)
{
    private const int WidestTitle = 60;

    /// <summary>How fast the running step goes; <see langword="null"/> when that is not known.</summary>
    public double? PerSecond { get; init; }

    /// <summary>How long ago the status was read; the stopwatch of the downtime goes on meanwhile.</summary>
    public TimeSpan Age { get; init; }

    public IEnumerable<Line> Lines()
    {
        yield return Title();
        yield return new(Facts());
        yield return Line.Empty;
        var frame = new StepFrame(Now, IsUnicode ? Glyphs.Unicode : Glyphs.Ascii, TitleWidth(), PerSecond);
        foreach (var line in Status.Steps.SelectMany(step => StepLine.Of(step, frame)))
            yield return line;
        foreach (var line in Footer())
            yield return line;
    }

    private Line Title() => new(
        new Piece(Status.Workload, Tone.Strong),
        new Piece($"  {Words.Of(Status.Strategy)} {(Status.Rehearsal ? "rehearsal" : "migration")} {Status.Id}  "),
        new Piece(Words.Of(Status.State), ToneOf(Status.State)),
        new Piece(Status.Phase.Length > 0 && Status.FinishedAt is null ? $": {Status.Phase}" : ""));

    private Piece[] Facts()
    {
        var facts = new List<Piece> { new($"users on the {Words.Of(Status.Traffic)}") };
        if (Frozen() is { } frozen)
            facts.Add(new($" · writes frozen for {Words.Of(frozen)}", Tone.Attention));
        else if (Status.Downtime is { } downtime)
            facts.Add(new($" · downtime {Words.Of(downtime)}"));
        if (Status.LagBytes is { } lag)
            facts.Add(new($" · {Words.Of(lag, "bytes")} behind"));
        facts.Add(new($" · started {Words.Of(Status.StartedAt)}{(Status.StartedBy.Length > 0 ? $" by {Status.StartedBy}" : "")}", Tone.Muted));
        facts.Add(new($" · {Words.Of((Status.FinishedAt ?? Now) - Status.StartedAt)}", Tone.Muted));
        return [.. facts];
    }

    private TimeSpan? Frozen() => (Status.WritesFrozenFor, Status.WritesFrozenSince) switch
    {
        (_, null) => null,
        ({ } known, _) => known + Age,
        (null, { } since) => Now - since,
    };

    private IEnumerable<Line> Footer()
    {
        var advice = Advice.For(Status).ToList();
        if (Status.Error is not null || Status.Next is not null || advice.Count > 0)
            yield return Line.Empty;
        if (Status.Error is { } error)
            yield return Line.Of(error, Tone.Bad);
        if (Status.Next is { } next)
            yield return Line.Of($"Next: {next}", Tone.Muted);
        foreach (var line in advice)
            yield return Line.Of(line, Tone.Attention);
    }

    private int TitleWidth() => Status.Steps.Count == 0 ? 0 : Math.Min(WidestTitle, Status.Steps.Max(step => step.Title.Length));

    private static Tone ToneOf(MigrationState state) => state switch
    {
        MigrationState.Completed or MigrationState.CutOver => Tone.Good,
        MigrationState.Failed or MigrationState.NeedsOperator => Tone.Bad,
        MigrationState.Pending or MigrationState.Running => Tone.Strong,
        _ => Tone.Attention,
    };
}

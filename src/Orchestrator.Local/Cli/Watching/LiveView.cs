using Orchestrator.Core.Migrations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Draws a status over itself while it changes; the stopwatches go on between two changes.</summary>
/// <param name="host">The terminal.</param>
/// <param name="follower">Knows whether the connection is lost.</param>
internal sealed class LiveView(CliHost host, StatusFollower follower)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly RateMeter _rate = new();

    public async Task<MigrationStatus> RunAsync(IAsyncEnumerable<MigrationStatus> statuses, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Out) });
        MigrationStatus? last = null;
        await console.Live(new Text("…")).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).StartAsync(async live =>
        {
            await using var source = statuses.GetAsyncEnumerator(cancellation);
            var next = source.MoveNextAsync().AsTask();
            for (var seenAt = host.Time.GetUtcNow(); ;)
            {
                await ((Task)next).WaitAsync(Tick, host.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                if (next.IsCompleted)
                {
                    if (!await next)
                        return;
                    (last, seenAt) = (source.Current, host.Time.GetUtcNow());
                    _rate.Observe(last, seenAt);
                    next = source.MoveNextAsync().AsTask();
                }

                if (last is not null)
                    live.UpdateTarget(Render(last, seenAt));
            }
        });
        return last!;
    }

    /// <summary>Turns lines into what the terminal draws. Texts are never read as markup.</summary>
    public static IRenderable Render(IEnumerable<Line> lines) => new Rows(lines.Select(ToText));

    private IRenderable Render(MigrationStatus status, DateTimeOffset seenAt)
    {
        var now = host.Time.GetUtcNow();
        var lines = new StatusView(status, now, host.IsUnicode) { PerSecond = _rate.PerSecond, Age = now - seenAt }.Lines();
        return Render(follower.IsLost ? lines.Append(Line.Of("The server does not answer; trying again.", Tone.Attention)) : lines);
    }

    private static Paragraph ToText(Line line)
    {
        var text = new Paragraph { Overflow = Overflow.Ellipsis };
        foreach (var piece in line.Pieces.DefaultIfEmpty(new Piece(" ")))
            text.Append(piece.Text, StyleOf(piece.Tone));
        return text;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Muted => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Attention => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}

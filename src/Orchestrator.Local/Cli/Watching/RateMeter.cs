using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Measures how fast a step goes from what was seen of it in the last seconds.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private readonly Queue<(DateTimeOffset At, long Completed)> _seen = [];
    private string _step = "";

    /// <summary>How much is done in a second; <see langword="null"/> before that can be told.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>Takes a status in.</summary>
    public void Observe(MigrationStatus status, DateTimeOffset now)
    {
        if (status.Steps.FirstOrDefault(step => step is { State: StepState.Running, Progress: not null }) is not { Progress: { } progress } step)
            return;
        var key = $"{step.Name}/{step.Attempt}/{progress.Unit}";
        if (key != _step || _seen.Count > 0 && progress.Completed < _seen.Last().Completed)
            _seen.Clear();
        _step = key;
        _seen.Enqueue((now, progress.Completed));
        while (_seen.Count > 2 && now - _seen.Peek().At > Window)
            _seen.Dequeue();
        var (since, completed) = _seen.Peek();
        var seconds = (now - since).TotalSeconds;
        PerSecond = seconds >= 0.5 && progress.Completed > completed ? (progress.Completed - completed) / seconds : null;
    }
}

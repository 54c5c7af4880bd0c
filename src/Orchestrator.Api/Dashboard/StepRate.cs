using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Dashboard;

/// <summary>How fast a step has been going lately, from what was seen of its progress.</summary>
internal sealed class StepRate(string step, StepProgress first, DateTimeOffset at)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeastWatched = TimeSpan.FromSeconds(2);

    private (long Completed, DateTimeOffset At) _from = (first.Completed, at);
    private (long Completed, DateTimeOffset At) _next = (first.Completed, at);

    public string Step => step;

    /// <summary>Takes what is seen now.</summary>
    /// <returns>How long the rest takes at that rate; <see langword="null"/> when it cannot be told.</returns>
    public TimeSpan? Take(StepProgress progress, DateTimeOffset now)
    {
        if (progress.Completed < _from.Completed)
            _from = _next = (progress.Completed, now); // begun anew
        if (now - _next.At >= Window)
            (_from, _next) = (_next, (progress.Completed, now));
        var (done, watched) = (progress.Completed - _from.Completed, now - _from.At);
        return progress.Total is not { } total || done <= 0 || watched < LeastWatched ? null : Rest(total - progress.Completed, done / watched.TotalSeconds);
    }

    private static TimeSpan? Rest(long left, double perSecond)
    {
        var seconds = left / perSecond;
        return left < 0 || seconds > TimeSpan.FromDays(365).TotalSeconds ? null : TimeSpan.FromSeconds(seconds);
    }
}

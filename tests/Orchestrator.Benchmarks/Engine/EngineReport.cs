using System.Globalization;

namespace Orchestrator.Benchmarks.Engine;

internal sealed record EngineReport
{
    public double CommitsPerSecond { get; init; }

    public double CommitsPerSecondAfter { get; init; }

    public required StepsResult Wide { get; init; }

    public required StepsResult Deep { get; init; }

    public required WaitingResult Waiting { get; init; }

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        floor: one-row commits/s, synchronous=FULL   {CommitsPerSecond,10:N0}  (after: {CommitsPerSecondAfter:N0})
        {Text(Wide)}
        {Text(Deep)}
        {Waiting.Instances:N0} instances waiting
          starts/s                                   {Waiting.StartsPerSecond,10:N0}
          resident, MB                               {Waiting.ResidentMegabytes,10:N0}
          wake up, p50 / p99, ms                     {Waiting.WakeP50Milliseconds,10:N1} / {Waiting.WakeP99Milliseconds:N1}
        """);

    private string Text(StepsResult result) => string.Create(CultureInfo.InvariantCulture, $"""
        {result.Scenario} activities
          durable activities/s                       {result.ActivitiesPerSecond,10:N0}  ({result.ActivitiesPerSecond / CommitsPerSecond:N1} x the floor)
          latency of a step, p50 / p99, ms           {result.StepP50Milliseconds,10:N1} / {result.StepP99Milliseconds:N1}
          resident, MB                               {result.ResidentMegabytes,10:N0}
        """);
}

using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>Says of single steps of single workloads when they may go on, how far they are, and that they fail.</summary>
internal sealed class Director : IStepInterceptor
{
    private readonly ConcurrentDictionary<(string Workload, string Step), Cue> _cues = new();

    /// <summary>Stops a step before its work until it is released, however often it begins.</summary>
    public Cue Hold(string workload, string step, StepProgress? progress = null) => _cues[(workload, step)] = new() { IsHeld = true, Progress = progress };

    /// <summary>Makes a step fail the first time.</summary>
    public void FailOnce(string workload, string step, string problem, string remedy) => _cues[(workload, step)] = new() { Failure = (problem, remedy) };

    /// <inheritdoc/>
    public async Task InvokeAsync(StepScope scope, Func<Task> next, CancellationToken cancellation)
    {
        if (_cues.TryGetValue((scope.Plan.Name, scope.Step), out var cue))
            await cue.PlayAsync(scope, cancellation);
        await next();
    }
}

using Orchestrator.Core.Ports;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>What is to happen at a step.</summary>
internal sealed class Cue
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;

    public bool IsHeld { get; init; }

    public StepProgress? Progress { get; init; }

    public (string Problem, string Remedy)? Failure { get; init; }

    /// <summary>Waits until the step has begun.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(Patience);

    /// <summary>Lets the step do its work.</summary>
    public void Release() => _released.TrySetResult();

    public async Task PlayAsync(StepScope scope, CancellationToken cancellation)
    {
        if (Progress is { } progress)
            scope.Progress.Report(progress);
        _reached.TrySetResult();
        if (IsHeld)
            await _released.Task.WaitAsync(cancellation);
        if (Failure is var (problem, remedy) && Interlocked.Increment(ref _failures) == 1)
            throw new AdapterException(problem, $"step {scope.Step}", remedy, isTransient: false);
    }
}

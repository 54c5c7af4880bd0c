namespace Orchestrator.Core.Ports;

/// <summary>Wraps the run of every step and undo, for measuring, tracing, or making one fail in a drill.</summary>
public interface IStepInterceptor
{
    /// <summary>Runs around a step.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="next">Runs the step, or the next interceptor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the step has.</returns>
    Task InvokeAsync(StepScope scope, Func<Task> next, CancellationToken cancellation);
}

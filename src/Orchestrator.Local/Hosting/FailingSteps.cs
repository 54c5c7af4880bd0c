using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Hosting;

/// <summary>A drill: makes chosen steps fail for good after their work is done, the worst moment for an undo.</summary>
internal sealed class FailingSteps(IReadOnlyCollection<string> steps) : IStepInterceptor
{
    public async Task InvokeAsync(StepScope scope, Func<Task> next, CancellationToken cancellation)
    {
        await next();
        if (steps.Contains(scope.Step))
            throw new AdapterException("it was made to fail by this server's setting 'FailSteps'", $"step {scope.Step}", "Remove the step from the setting", isTransient: false);
    }
}

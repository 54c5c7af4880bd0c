using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Records the order in which steps run, and makes chosen ones fail after their work is done: the worst moment for an undo.</summary>
public sealed class StepFaults : IStepInterceptor
{
    private readonly Dictionary<string, int> _failures = [];
    private readonly HashSet<string> _transient = [];

    /// <summary>The steps in the order in which they ran; failed ones are marked.</summary>
    public List<string> Order { get; } = [];

    /// <summary>Runs before a step, for tests that act in the middle of a migration.</summary>
    public Func<StepScope, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after a step's work is done and before it may be made to fail.</summary>
    public Action<StepScope> After { get; set; } = _ => { };

    /// <summary>Makes a step fail.</summary>
    public StepFaults Fail(string step, int times = int.MaxValue, bool isTransient = false)
    {
        _failures[step] = times;
        if (isTransient)
            _transient.Add(step);
        return this;
    }

    /// <inheritdoc/>
    public async Task InvokeAsync(StepScope scope, Func<Task> next, CancellationToken cancellation)
    {
        Order.Add(scope.Step);
        await Before(scope, cancellation);
        await next();
        After(scope);
        if (_failures.GetValueOrDefault(scope.Step) <= 0)
            return;
        _failures[scope.Step]--;
        Order[^1] += " (failed)";
        throw new AdapterException("it was made to fail", $"step {scope.Step}", "Nothing needs mending", _transient.Contains(scope.Step));
    }
}

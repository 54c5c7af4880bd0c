using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>Calls the activity of a step or undo, again and again while something outside works on it: durable timers wait, and no host does.</summary>
internal static class StepCall
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="activity">The name of the activity.</param>
    /// <param name="request">Its input.</param>
    /// <param name="pauseAsync">Shows what is waited for and waits.</param>
    /// <exception cref="TaskFailedException">It failed.</exception>
    public static async Task<StepOutcome> CallStepAsync(
        this IOrchestrationContext context, string activity, StepRequest request, Func<StepOutcome, TimeSpan, Task> pauseAsync)
    {
        while (true)
        {
            var outcome = await context.CallActivityAsync<StepOutcome>(activity, request);
            if (outcome.LookAgainAfter is not { } pause)
                return outcome;
            await pauseAsync(outcome, pause);
        }
    }
}

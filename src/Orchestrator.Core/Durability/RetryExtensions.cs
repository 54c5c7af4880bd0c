namespace Orchestrator.Core.Durability;

/// <summary>Retries in orchestration code: durable, because the delays are durable timers.</summary>
public static class RetryExtensions
{
    /// <summary>Runs an activity and, while it fails transiently, runs it again as the policy says.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="context">The orchestration.</param>
    /// <param name="name">The registered name of the activity.</param>
    /// <param name="input">A small, serializable value without secrets.</param>
    /// <param name="retry">How often and after which delays.</param>
    /// <returns>The result of the first attempt that succeeded.</returns>
    /// <exception cref="TaskFailedException">The last attempt failed, or one failed in a way that trying again cannot help.</exception>
    public static async Task<TResult> CallActivityAsync<TResult>(
        this IOrchestrationContext context, string name, object? input, RetryPolicy retry)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await context.CallActivityAsync<TResult>(name, input);
            }
            catch (TaskFailedException failed) when (failed.Failure.IsTransient && attempt < retry.MaxAttempts)
            {
                await context.CreateTimer(context.CurrentUtc + retry.DelayAfter(attempt));
            }
        }
    }
}

using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>What flows ask of activities that are not steps.</summary>
internal static class ContextExtensions
{
    /// <summary>Tells people. A receiver that is down is noted in the audit trail and stops nothing.</summary>
    public static async Task<bool> NotifyAsync(this IOrchestrationContext context, MigrationInput input, NotificationEvent what, string text, string? gate = null)
    {
        try
        {
            return await context.CallActivityAsync<bool>(nameof(SendNotification), new NotificationRequest(context.NewGuid(), input.Plan, what, text) { Gate = gate });
        }
        catch (TaskFailedException)
        {
            return false; // undos and users do not wait for a message
        }
    }
}

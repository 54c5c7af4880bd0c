using System.Text.Json;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>
/// Maintains a sync, for days if need be: a child of a migration that looks again and again and ends when there is
/// something that people must know, or when it is told to. Its history is cut now and then by continuing as new.
/// </summary>
/// <remarks>Source: Cloud Adoption Framework, Migrate, "Maintain synchronization of ongoing changes while the source remains active".</remarks>
public static class MaintainSync
{
    /// <summary>The name that the orchestration is registered under.</summary>
    public const string Name = nameof(MaintainSync);

    /// <summary>The event that ends it.</summary>
    public const string StopEvent = "stop";

    private const int LooksPerRun = 100;
    private static readonly TimeSpan PauseWhileComparing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseBeforeCutover = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterCutover = TimeSpan.FromSeconds(10);
    private static readonly RetryPolicy Retry = new() { MaxAttempts = 10, FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30) };

    /// <summary>Looks until something changes.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="MaintainSyncInput"/>.</param>
    /// <returns>The last look; <see langword="null"/> when it continues as new.</returns>
    public static async Task<SyncReport?> RunAsync(IOrchestrationContext context)
    {
        var input = context.GetInput<MaintainSyncInput>()!;
        var stop = context.WaitForExternalEvent<JsonElement?>(StopEvent);
        var isProven = false;
        for (var look = 0; look < LooksPerRun; look++)
        {
            var report = await context.CallActivityAsync<SyncReport>(nameof(ObserveSync), new SyncRequest(input.MigrationId, input.Input, input.Direction, isProven), Retry);
            if (stop.IsCompleted || report.Signature != input.Known || (input.UntilReady && report.IsReady))
                return report;
            isProven = report.IsProven;
            await PauseAsync(context, stop, Pause(report));
            if (stop.IsCompleted)
                return report; // the next run would not hear it again
        }

        context.ContinueAsNew(input);
        return null;
    }

    // The first comparison of everything goes on without rests; a look takes seconds then.
    private static TimeSpan Pause(SyncReport report) => report.Direction == SyncDirection.Reverse ? PauseAfterCutover
        : report.IsProven || report.Problems.Any(problem => problem.IsBlocking) ? PauseBeforeCutover : PauseWhileComparing;

    private static async Task PauseAsync(IOrchestrationContext context, Task stop, TimeSpan pause)
    {
        using var timerEnd = new CancellationTokenSource();
        await Task.WhenAny(context.CreateTimer(context.CurrentUtc + pause, timerEnd.Token), stop);
        timerEnd.Cancel(); // not CancelAsync: that would leave the logical thread of the orchestration
    }
}

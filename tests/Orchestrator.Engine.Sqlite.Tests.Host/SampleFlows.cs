using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Tests.Host;

/// <summary>One flow that uses everything the engine offers. The golden histories were recorded from it, so it may not change.</summary>
public static class SampleFlows
{
    public static DurableRegistry Registry() => new DurableRegistry()
        .AddActivity<int, int>("Add", (_, value, _) => Task.FromResult(value + 1))
        .AddActivity<int, int>("Refuse", (_, _, _) => throw new InvalidOperationException("as expected"))
        .AddOrchestration("Child", ChildAsync)
        .AddOrchestration("Quick", context => Task.FromResult(context.GetInput<int>()))
        .AddOrchestration("Main", MainAsync);

    public static async Task<int> MainAsync(IOrchestrationContext context)
    {
        var total = context.GetInput<int>();
        context.SetCustomStatus($"begun with {total}");
        total = await context.CallActivityAsync<int>("Add", total);
        total += (await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<int>("Add", i)))).Sum();
        await context.CreateTimer(context.CurrentUtc + TimeSpan.FromMilliseconds(10));
        total += await ApprovalAsync(context);
        total += await context.CallSubOrchestrationAsync<int>("Child", total);
        total += await RefusedAsync(context);
        context.SendEvent("nobody", "hello", total);
        if (total < 100)
            context.ContinueAsNew(total);
        context.SetCustomStatus($"ended with {total}");
        return total;
    }

    private static async Task<int> ChildAsync(IOrchestrationContext context) => await context.CallActivityAsync<int>("Add", context.GetInput<int>());

    private static async Task<int> ApprovalAsync(IOrchestrationContext context)
    {
        using var cancel = new CancellationTokenSource();
        var expiry = context.CreateTimer(context.CurrentUtc + TimeSpan.FromDays(1), cancel.Token);
        var approval = context.WaitForExternalEvent<int>("approve");
        await Task.WhenAny(expiry, approval);
        cancel.Cancel();
        return await approval;
    }

    private static async Task<int> RefusedAsync(IOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<int>("Refuse", 1);
        }
        catch (TaskFailedException)
        {
            return 1;
        }
    }
}
